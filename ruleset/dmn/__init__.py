"""Form 2: the workbook as decisions, in DMN's words.

Newly true: the vocabulary is known, every column has a term and a band, every row an id. What the
entries mean is not known yet; `ruleset.plan` says it.
"""
