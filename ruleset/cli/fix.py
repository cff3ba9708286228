"""`ruleset fix`: the safe mends, in a copy that is proven to decide as before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ruleset.cli.console import counted, errors, output
from ruleset.cli.copies import written


def run(
    workbook: Annotated[Path, typer.Argument(help="The workbook.")],
    out: Annotated[
        Path | None, typer.Option(help="The copy; default: <name>.fixed.xlsx beside it.")
    ] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Also write rows as one that the analysis can merge.")
    ] = False,
) -> None:
    """Mend spaces, quotes, missing ids and merged cells in a copy; no outcome changes."""
    from ruleset.check.fix import fix

    target = out if out is not None else workbook.with_name(f"{workbook.stem}.fixed.xlsx")
    with errors().status(f"mending {workbook}"):
        done = written(target, lambda path: fix(workbook, path, merge=merge))
    console = output()
    for mend in done.mends:
        console.print(str(mend), markup=False, soft_wrap=True)
    for reason in done.left:
        console.print(f"left as it is: {reason}", markup=False, soft_wrap=True)
    if not done.mends:
        console.print("nothing to mend; no copy was written")
        return
    console.print(
        f"wrote {target}: {counted(len(done.mends), 'cell')} mended; {done.proof}",
        markup=False,
        soft_wrap=True,
    )
