"""The pages of the codes: what each diagnostic means, why it matters, and how it is mended."""

from ruleset.check.codes.page import EXAMPLE_TERMS, Page, codes, page

__all__ = ["EXAMPLE_TERMS", "Page", "codes", "page"]
