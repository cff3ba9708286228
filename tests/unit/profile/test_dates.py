"""Days, months and intakes as people write them, read on 24 November 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ruleset.tasks.profile.dates import find_intake, month_of, months_after, read_moment

TODAY = date(2026, 11, 24)

DAYS = """
2027-01-15                  => 2027-01-15
2027/01/15                  => 2027-01-15
2027.01.15                  => 2027-01-15
2027-1-5                    => 2027-01-05
20270115                    => 2027-01-15
2027-01-15T00:00:00Z        => 2027-01-15
2027-01-15 10:30            => 2027-01-15
15.01.2027                  => 2027-01-15
5.1.2027                    => 2027-01-05
15/01/2027                  => 2027-01-15
01/15/2027                  => 2027-01-15
15-01-2027                  => 2027-01-15
03/03/2027                  => 2027-03-03
15 Jan 2027                 => 2027-01-15
15 January 2027             => 2027-01-15
15th January 2027           => 2027-01-15
15th of January 2027        => 2027-01-15
15th of January, 2027       => 2027-01-15
January 15, 2027            => 2027-01-15
Jan 15 2027                 => 2027-01-15
Jan. 15th, 2027             => 2027-01-15
by January 15, 2027         => 2027-01-15
before 1 March 2027         => 2027-03-01
Sept 1, 2027                => 2027-09-01
15-Jan-2027                 => 2027-01-15
15 января 2027              => 2027-01-15
15 января 2027 года         => 2027-01-15
до 1 марта 2027 г.          => 2027-03-01
1 мая 2027                  => 2027-05-01
15. Januar 2027             => 2027-01-15
1. März 2027                => 2027-03-01
15 janvier 2027             => 2027-01-15
15 de enero de 2027         => 2027-01-15
15 Ocak 2027                => 2027-01-15
2027年1月15日               => 2027-01-15
2027년 1월 15일             => 2027-01-15
29 February 2028            => 2028-02-29
15 Jan                      => 2027-01-15
January 15                  => 2027-01-15
25 November                 => 2026-11-25
24 November                 => 2026-11-24
in 3 months                 => 2027-02-24
in two weeks                => 2026-12-08
in 10 days                  => 2026-12-04
within a year               => 2027-11-24
через 3 месяца              => 2027-02-24
end of January 2027         => 2027-01-31
"""

MONTHS = """
January 2027                => 2027 1
Jan 2027                    => 2027 1
Sept. 2027                  => 2027 9
январь 2027                 => 2027 1
в марте 2027                => 2027 3
März 2027                   => 2027 3
2027-03                     => 2027 3
03/2027                     => 2027 3
2027年3月                   => 2027 3
by May 2027                 => 2027 5
"""

NEITHER = """
03/04/2027                  => two days
3-4-2027                    => two days
2027-02-30                  => no such day
31 April 2027               => no such day
2027-13                     => no such month
15/01/27                    => two digits
next year                   => no date
soon                        => no date
2027                        => no date
Fall 2027                   => no date
marketing 2027              => no date
"""

INTAKES = """
MSc in Data Science, Fall 2027              => Fall 2027 | 2027
September 2027 intake                       => September 2027 intake | 2027
Sept 2027                                   => Sept 2027 | 2027
Spring 2028 admission to MIT                => Spring 2028 admission | 2028
WS 2027/28 in Munich                        => WS 2027/28 | 2027
Winter semester 2027                        => Winter semester 2027 | 2027
поступить на осень 2027                     => осень 2027 | 2027
autumn of 2027                              => autumn of 2027 | 2027
2027 intake                                 => 2027 intake | 2027
"""


def table(text: str) -> list[tuple[str, str]]:
    """The cases of a table: what is written, `=>`, what it means."""
    pairs = (line.split("=>") for line in text.strip().splitlines())
    return [(written.strip(), meant.strip()) for written, meant in pairs]


@pytest.mark.parametrize(("text", "day"), table(DAYS))
def test_a_day(text: str, day: str) -> None:
    """A text that means one day gives that day."""
    assert read_moment(text, TODAY).day == date.fromisoformat(day)


@pytest.mark.parametrize(("text", "month"), table(MONTHS))
def test_a_month_gives_no_day(text: str, month: str) -> None:
    """A month is a month; no day of it is made up."""
    moment = read_moment(text, TODAY)
    assert moment.day is None
    assert moment.month == tuple(int(part) for part in month.split())


@pytest.mark.parametrize(("text", "words"), table(NEITHER))
def test_what_is_no_day_is_reported(text: str, words: str) -> None:
    """A text that can mean two days, no day or an impossible one is said, not guessed."""
    moment = read_moment(text, TODAY)
    assert moment.day is None
    assert words in (moment.problem or "")


@pytest.mark.parametrize(("text", "meant"), table(INTAKES))
def test_an_intake_in_running_text(text: str, meant: str) -> None:
    """The words of an intake are found as they stand, with the year."""
    words, year = (part.strip() for part in meant.split("|"))
    assert find_intake(text) == (words, int(year))


@pytest.mark.parametrize(
    "text", ["Raise 2027 dollars", "marketing 2027 plan", "I started in the company", "born 2001"]
)
def test_no_intake(text: str) -> None:
    """A year beside another word is no intake."""
    assert find_intake(text) is None


@pytest.mark.parametrize("text", ["15 Jan", "in 3 months", "end of January 2027"])
def test_a_completed_day_is_said_to_be_so(text: str) -> None:
    """A day that the text does not state in full comes with a sentence."""
    assert read_moment(text, TODAY).assumed


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("may", 5),
        ("mayor", None),
        ("marketing", None),
        ("mars", 3),
        ("мая", 5),
        ("декабря", 12),
        ("decade", None),
        ("sep", 9),
        ("september", 9),
        ("junior", None),
        ("August", 8),
    ],
)
def test_names_of_months(word: str, month: int | None) -> None:
    """A month is told from words that begin like one."""
    assert month_of(word) == month


def test_dates_pass_as_they_are() -> None:
    """A date is its own day; a number or a list is none."""
    assert read_moment(date(2027, 1, 15), TODAY).day == date(2027, 1, 15)
    assert read_moment(Decimal(5), TODAY).day is None
    assert read_moment(["2027-01-15"], TODAY).day is None


def test_months_after_keeps_to_the_calendar() -> None:
    """A month later than the last of a month is the last of the next one."""
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_after(date(2027, 12, 31), 12) == date(2028, 12, 31)
    assert datetime(2027, 1, 1, tzinfo=UTC).date() == date(2027, 1, 1)
