"""What extraction costs: nothing heavy at import, little per goal."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

from ruleset.tasks.profile import extract

TODAY = date(2026, 11, 24)
GOAL = {
    "category": "study",
    "title": "Apply to MSc Data Science programs in Germany",
    "description": "I have a bachelor's in economics, IELTS from 6.5 to 7.5, start in Fall 2027.",
    "target_date": "2027-03-01",
    "specifications": {
        "target_countries": ["DE", "Netherlands"],
        "budget": "£10-30k",
        "deadline": "15 Jan 2027",
        "target_universities": ["TU Munich", "University of Amsterdam"],
    },
}
PROFILE = {
    "name": "Aigerim",
    "country_of_residence": "Kazakhstan",
    "gpa": "3.6/4.0",
    "test_scores": {"IELTS": 6.5},
    "field_of_study": "Economics",
    "skills": ["Python", "SQL"],
    "network": {"mentors": ["Ann Lee"]},
    "years_of_experience": 2,
}


def test_importing_loads_no_lists_of_countries() -> None:
    """pycountry and Babel are loaded with the first text, not with the module."""
    code = (
        "import sys\n"
        "import ruleset.tasks.profile\n"
        "heavy = ('pycountry', 'babel', 'openpyxl', 'pandas')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_typical_goal_is_quick() -> None:
    """A goal and a profile are read in about a millisecond; the bound is loose."""
    extract(PROFILE, GOAL, TODAY)
    times = []
    for _ in range(60):
        started = time.perf_counter()
        extract(PROFILE, GOAL, TODAY)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.01
