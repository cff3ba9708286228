"""The names that facts may have: what templates may read and profile extraction may yield.

Each name has the kind of its value, the words for it in a question to the person ("your target
score"), how specific it is to that person, and the fields in which it is usually given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "number", "money", "yes/no", "date", "words", "set of text", "many"]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """What is known about a fact's name before any value.

    `specificity`: 0 decided by the tables, 1 shared by thousands of people (a country), 2 narrows
    the plan to few (a target university, a score, a date), 3 theirs alone (a named project).
    `asked_as` are the fields of profile and goal that give it, most direct first.
    """

    name: str
    kind: Kind
    label: str
    specificity: int
    asked_as: tuple[str, ...]


_GOAL, _SPEC, _PROFILE = "goal.", "goal.specifications.", "profile."

# name | kind | label | specificity | fields: `s:` goal.specifications, `g:` goal, `p:` profile
_TABLE = """
category | text | the kind of goal | 0 | g:category
goal_title | words | the title of your goal | 0 | g:title
goal_text | words | your goal in your own words | 2 | g:title g:description
milestone_requested | text | the step you want to take now | 1 | s:milestone_type
target_date | date | the day you want to be done by | 2 | g:target_date p:target_timeline
days_left | number | the number of days left | 2 | g:target_date s:deadline
degree_level | text | the degree you are aiming for | 1 | s:degree p:degree_level
field | text | your field of study | 2 | s:field p:field_of_study
intake | text | the intake you want to join | 2 | s:intake
deadline | date | your deadline | 2 | s:deadline
program_name | text | the programme you are applying to | 2 | s:program_name
university_name | text | the university you are applying to | 2 | s:university_name p:target_schools
target_universities | many | your target universities | 2 | s:target_universities p:target_schools
target_countries | set of text | the countries you are considering | 1 | s:target_countries
country | text | the country you are aiming for | 1 | s:target_countries p:target_country
country_name | text | the country you are aiming for | 1 | s:target_countries p:target_country
home_country | text | the country you live in | 1 | p:country_of_residence
home_country_name | text | the country you live in | 1 | p:country_of_residence
num_schools | number | how many universities you want to apply to | 2 | s:num_schools
yearly_budget | money | what you can spend a year | 2 | s:budget p:budget p:budget_range
budget_low | money | the low end of your budget | 2 | s:budget p:budget p:budget_range
budget_high | money | the high end of your budget | 2 | s:budget p:budget p:budget_range
budget_text | text | your budget | 2 | s:budget p:budget p:budget_range
full_funding_only | yes/no | whether you need full funding | 2 | s:budget p:budget
savings_amount | text | your savings | 2 | s:savings
family_contribution | text | what your family can contribute | 2 | s:family_contribution
application_fee | text | the application fee | 2 | s:application_fee
gpa | number | your grade average | 2 | p:gpa
gpa_scale | number | the scale of your grade average | 1 | p:gpa
gpa_percent | number | your grade average as a share of its scale | 2 | p:gpa
low_grades | yes/no | whether your grades need an explanation | 2 | p:gpa
current_university | text | the university you attend | 2 | s:current_university p:prior_education
current_education | text | your current studies | 2 | p:current_education
prior_degree | text | the degree you already have | 2 | p:prior_education
research_interest | text | what you want to research | 3 | s:research_interest p:research_interests
career_goal | text | the work you want to do | 3 | s:career_goal p:dream_career p:future_goals
key_project_1 | text | the project you are proudest of | 3 | p:notable_projects p:projects
key_project_2 | text | a second project of yours | 3 | p:notable_projects p:projects
top_projects | many | your best projects | 3 | p:notable_projects p:projects
skills | many | your skills | 2 | p:skills
top_skills | many | your strongest skills | 2 | p:skills
weakness | text | the weak point you want to work on | 3 | p:weaknesses
scholarship_name | text | the scholarship you are applying for | 2 | s:scholarship_name
essay_topic | text | the question that the essay must answer | 3 | s:essay_topic
financial_need | yes/no | whether you need financial help | 2 | s:financial_need
visa_type | text | the visa you are applying for | 1 | s:visa_type
program_start_date | date | the day your programme starts | 2 | s:program_start_date
exam_date | date | your exam date | 2 | s:exam_date
days_until_exam | number | the number of days until your exam | 2 | s:exam_date
exam_month | text | the month you want to sit the exam | 2 | s:exam_month
test_name | text | the test you are taking | 2 | s:test_name
target_score | number | your target score | 2 | s:target_score
current_score | number | your current score | 2 | s:current_score
ielts_score | number | your IELTS score | 2 | p:test_scores
toefl_score | number | your TOEFL score | 2 | p:test_scores
gre_score | number | your GRE score | 2 | p:test_scores
gmat_score | number | your GMAT score | 2 | p:test_scores
sat_score | number | your SAT score | 2 | p:test_scores
duolingo_score | number | your Duolingo score | 2 | p:test_scores
target_ielts | number | your target IELTS score | 2 | s:target_ielts
target_toefl | number | your target TOEFL score | 2 | s:target_toefl
target_gre | number | your target GRE score | 2 | s:target_gre
professor_name | text | the professor you have in mind | 3 | s:professor_name
professor_contacts | many | professors who know you | 3 | p:network
mentors | many | your mentors | 3 | p:network
course_name | text | the course you took with them | 3 | s:course_name
grade_received | text | the grade you received | 2 | s:grade_received
has_research_background | yes/no | whether you have done research | 2 | p:has_research_background
research_details | text | the research you have done | 3 | p:research_details
current_role | text | your current role | 2 | p:current_role
target_role | text | the role you want | 2 | s:target_role p:target_role
target_industry | text | the industry you want to work in | 2 | s:target_industry
location | text | where you want to work | 1 | s:location
years_of_experience | number | your years of experience | 2 | p:years_of_experience s:experience
current_company | text | the company you work for | 2 | p:current_company
companies_worked | many | the companies you have worked for | 3 | p:companies_worked p:work_history
target_companies | many | the companies you want to work for | 2 | p:target_companies
company_name | text | the company you are applying to | 2 | s:company_name p:target_companies
key_requirement | text | the main requirement of the job advert | 3 | s:key_requirement
why_company | text | your reason for choosing this company | 3 | s:why_company
applications_target | number | how many applications you want to send | 2 | s:applications_target
contact_name | text | the person you want to write to | 3 | s:contact_name
contact_company | text | the company that person works for | 2 | s:contact_company
warm_intros | many | people who could introduce you | 3 | p:network
has_warm_intros | yes/no | whether someone could introduce you | 2 | p:network
event_name | text | the event you are going to | 2 | s:event_name
market_rate | text | the usual pay for the role | 2 | s:market_rate
top_achievement | text | your best result so far | 3 | p:notable_achievements p:achievement_details
expertise_area | text | what you are known for | 3 | p:career_specialization
notable_projects | many | the projects you have worked on | 3 | p:notable_projects
tech_stack | many | the tools you work with | 2 | p:tech_stack
has_startup_background | yes/no | whether you have founded a company | 2 | p:has_startup_background
startup_name | text | the company you founded | 3 | s:startup_name
startup_details | text | what your company did | 3 | p:startup_details
skill_gap | text | the skill you lack for the role | 3 | p:weaknesses
courses_certifications | many | your courses and certificates | 2 | p:courses_certifications
referral_network_size | number | how many people could refer you | 2 | p:referral_network_size
user_name | text | your name | 1 | p:name
age | number | your age | 1 | p:age
preferred_language | text | the language you prefer | 1 | p:preferred_language
energy_peak | text | when you have most energy | 1 | p:energy_peak
daily_available_minutes | number | your free minutes a day | 1 | p:daily_available_minutes
milestone_type | text | the step of the plan | 0 | g:title g:description
budget_tier | text | your budget tier | 0 | s:budget p:budget
experience_level | text | your level of experience | 1 | p:years_of_experience p:experience_level
urgency | text | how soon this is due | 1 | s:deadline g:target_date
"""


def _read(table: str) -> Mapping[str, KnownFact]:
    prefixes = {"s:": _SPEC, "g:": _GOAL, "p:": _PROFILE}
    known: dict[str, KnownFact] = {}
    for line in table.strip().splitlines():
        name, kind, label, specificity, fields = (part.strip() for part in line.split("|"))
        asked_as = tuple(prefixes[field[:2]] + field[2:] for field in fields.split())
        known[name] = KnownFact(name, kind, label, int(specificity), asked_as)  # type: ignore[arg-type]  # the table names kinds only
    return MappingProxyType(known)


KNOWN_FACTS: Mapping[str, KnownFact] = _read(_TABLE)
"""Every fact's name, in the order in which a form would ask for them."""
