"""A sheet as a decision table, read by words alone.

Blank rows and columns, colours and borders mean nothing; `frame` finds what stands where, `rows`
reads the rules.
"""

from __future__ import annotations

from ruleset.diagnostics import Diagnostic, error
from ruleset.dmn.form import DecisionTable, Vocabulary, code_name
from ruleset.dmn.frame import band_row_of, columns_of_table, hit_policy_of, label_of
from ruleset.dmn.rows import read_rules
from ruleset.locations import Cell
from ruleset.workbook.form import Sheet


def read_table(
    sheet: Sheet, vocabulary: Vocabulary, found: list[Diagnostic]
) -> DecisionTable | None:
    """The decision table that the sheet holds, or None when its frame cannot be made out."""
    band_row = band_row_of(sheet)
    if band_row is None:
        found.append(
            error(
                "RS212",
                f"sheet `{sheet.name}` has no row with the bands IF and THEN",
                Cell(sheet.name, 2, 1),
                help="write IF above the first input column and THEN above the first output "
                "column, in the row above the terms; if the sheet holds notes only, "
                f"rename it to `_{sheet.name}`",
            )
        )
        return None
    label, label_cell = label_of(sheet, band_row)
    hit_policy = hit_policy_of(sheet, band_row, found)
    columns = columns_of_table(sheet, band_row, vocabulary, found)
    if columns is None:
        return None
    rules, default = read_rules(sheet, columns, vocabulary, found)
    if not rules and default is None:
        found.append(
            error(
                "RS217",
                f"the decision `{label}` has no rules",
                Cell(sheet.name, columns.header_row + 1, columns.id_column),
                help="write a rule into the row below the terms: an id, then its cells",
            )
        )
    return DecisionTable(
        name=code_name(label),
        label=label,
        cell=label_cell,
        hit_policy=hit_policy,
        inputs=columns.inputs,
        outputs=columns.outputs,
        rules=rules,
        default=default,
        annotations=columns.annotations,
        header_row=columns.header_row,
        id_column=columns.id_column,
    )
