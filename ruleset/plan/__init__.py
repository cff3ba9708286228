"""Form 3, checked and compiled. The only form that run time reads.

Newly true: every entry has a meaning (a test or a value, no longer text), the decisions are
ordered so that each stands after those it needs, and the whole has a version, the hash of its
content. `codec` turns it into the lines of `rules/*.json` and back.
"""
