"""Degree levels and fields of study in the words of people."""

from __future__ import annotations

import pytest

from ruleset.tasks.profile.education import degree_level, degrees, field_name, find_field

WANTED = """
Apply to MSc CS programs in UK                      => master
Master's in Germany                                 => master
masters in canada                                   => master
Master of Science in the Netherlands                => master
MS in Computer Science                              => master
MA in History                                       => master
M.Sc. in Physics                                    => master
LLM in London                                       => master
MEng at Imperial                                    => master
postgraduate study in Ireland                       => master
grad school in the US                               => master
магистратура в Германии                             => master
хочу в магистратуру                                 => master
Yüksek lisans Almanya                               => master
Bachelor's in Italy                                 => bachelor
Bachelor of business                                => bachelor
BSc Physics                                         => bachelor
undergraduate degree                                => bachelor
бакалавриат в Китае                                 => bachelor
BA in English                                       => bachelor
PhD in Europe                                       => phd
Ph.D. in Chemistry                                  => phd
doctoral programs                                   => phd
аспирантура в Чехии                                 => phd
MBA in Spain                                        => mba
Executive MBA                                       => mba
foundation year in England                          => foundation
postgraduate diploma in Canada                      => diploma
I have a bachelor's and want a master's             => master
PhD after my master's                               => phd
I graduated with a BSc, looking for an MSc          => master
bachelor's or master's in Korea                     => bachelor master
Master IELTS writing                                =>
Master Python in 3 months                           =>
become a Scrum Master                               =>
the Gates Foundation                                =>
LOR from my professor                               =>
IB diploma holder                                   =>
example essays                                      =>
mast and sail                                       =>
I work for MS Office team                           => master
"""

LEVELS = [
    ("Masters", "master"),
    ("master", "master"),
    ("MSc", "master"),
    ("M.Sc", "master"),
    ("Master's degree", "master"),
    ("магистратура", "master"),
    ("Bachelor", "bachelor"),
    ("BSc", "bachelor"),
    ("undergrad", "bachelor"),
    ("Бакалавриат", "bachelor"),
    ("bakalavr", "bachelor"),
    ("PhD", "phd"),
    ("Doctorate", "phd"),
    ("MBA", "mba"),
    ("foundation", "foundation"),
    ("Diploma", "diploma"),
    ("exchange", "other"),
    ("MS", "master"),
    ("BA", "bachelor"),
    ("graduate", "master"),
    ("Postgraduate", "master"),
    ("wizard", None),
    ("", None),
]

FIELDS = """
Apply to MSc CS programs in UK                      => Computer Science
Master's in Computer Science                        => Computer Science
computer science masters in germany                 => Computer Science
MSc in Data Science, Fall 2027                      => Data Science
PhD in machine learning                             => Machine Learning
master in business                                  => Business
Study medicine in Russia                            => Medicine
MSc in Sustainable Tourism                          => Sustainable Tourism
Master in Global Health                             => Global Health
магистратура по информатике                         =>
магистратура, информатика                           => Computer Science
Учить право, бакалавриат                            => Law
LLM in Law                                          => Law
IT masters                                          => Information Technology
it is a master's degree                             =>
Work on my art                                      =>
"""


def table(text: str) -> list[tuple[str, str]]:
    """The cases of a table: what is written, `=>`, what it means."""
    pairs = (line.split("=>") for line in text.strip().splitlines())
    return [(written.strip(), meant.strip()) for written, meant in pairs]


@pytest.mark.parametrize(("text", "levels"), table(WANTED))
def test_degrees_that_are_wanted(text: str, levels: str) -> None:
    """Whole words name a degree; one that is held already is not wanted."""
    assert list(dict.fromkeys(each.level for each in degrees(text))) == levels.split()


@pytest.mark.parametrize(("text", "level"), LEVELS)
def test_a_field_of_degrees(text: str, level: str | None) -> None:
    """A field that holds a degree, in the words in use."""
    assert degree_level(text) == level


@pytest.mark.parametrize(("text", "name"), table(FIELDS))
def test_fields_of_study_in_a_title(text: str, name: str) -> None:
    """A field stands beside its degree; everyday words count nowhere else."""
    found = find_field(text, degrees(text), anywhere=True)
    assert ("" if found is None else found.name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CS", "Computer Science"),
        ("comp sci", "Computer Science"),
        ("AI", "Artificial Intelligence"),
        ("информатика", "Computer Science"),
        ("Marine Biology", "Marine Biology"),
        ("Basket weaving", "Basket weaving"),
    ],
)
def test_full_names_of_fields(text: str, name: str) -> None:
    """An alias has its full name; an unknown field keeps its own."""
    assert field_name(text) == name
