"""Checks over the forms: the staff's own test cases, and whether the compiled file is in step."""
