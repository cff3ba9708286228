"""Facts about money: the budget in US dollars a year, and sums kept as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ruleset.tasks.profile import money_words as words
from ruleset.tasks.profile.fields import Found, is_empty
from ruleset.tasks.profile.money import Money, currency_code, from_text, read_money, yearly
from ruleset.tasks.profile.numerals import shown
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.source import Sources, where
from ruleset.tasks.profile.text import LONGEST_NAME, fold, quoted

_BUDGETS = (
    "budget",
    "annual_budget",
    "yearly_budget",
    "budget_per_year",
    "max_budget",
    "budget_range",
)
_PERIODS = {"monthly_budget": "per month", "total_budget": "total"}
_SENTENCE = re.compile(
    r"(?<!\d)(?<!тыс)(?<!млн)(?<!долл)(?<!руб)(?<!max)(?<!min)(?<!rox)(?<!Rs)(?<!ca)[.!?;]\s+"
    r"|(?<=\d)[.!?;]\s+(?=[^\W\d_])|\n"
)


def read_budget(sources: Sources) -> None:
    """The budget by the goal's own words, else by the profile; and the other sums."""
    for origin, path, money in _candidates(sources):
        _put(sources, origin, path, money)
    for fact, names in (
        ("savings_amount", ("savings", "savings_amount")),
        ("family_contribution", ("family_contribution",)),
        ("application_fee", ("application_fee",)),
        ("market_rate", ("market_rate", "salary", "target_salary", "salary_expectation")),
    ):
        _as_written(sources, fact, names)


def _candidates(sources: Sources) -> list[tuple[str, str, Money]]:
    """Origin, path and reading of each place that may state a budget, in order of belief."""
    found: list[tuple[str, str, Money]] = []
    code = _currency_beside(sources)
    years = _years_beside(sources)
    for bag in sources.bags:
        low, high = bag.get("min_budget", "budget_min"), bag.get("max_budget", "budget_max")
        if low is not None and high is not None and bag.get("budget") is None:
            money = read_money([low.value, high.value], code)
            found.append((low.path, low.path, money))
    found += [
        (each.path, each.path, _field(each, code, years))
        for each in sources.stated(*_BUDGETS, *_PERIODS, "budget_usd", "funding")
    ]
    for path, text in sources.texts:
        for clause, money in _clauses(text, sources.category):
            found.append((f"derived: {quoted(clause)} in {path}", path, money))
            break
    for name in ("budget", "budget_range"):
        each = sources.profile.get(name)
        if not is_empty(each.value):
            found.append((each.path, each.path, _field(each, None, None)))
    return found


def _field(found: Found, code: str | None, years: Decimal | None) -> Money:
    """The reading of one field, with the currency and the years that fields beside it name."""
    name = found.path.rsplit(".", 1)[-1].lower()
    value: Plain = found.value
    for key, period in _PERIODS.items():
        if name == key and isinstance(value, Decimal):
            value = f"{shown(value)} {period}"
        elif name == key and isinstance(value, str):
            value = f"{value} {period}"
    money = read_money(value, "USD" if name == "budget_usd" else code)
    if money.period == "total" and money.years is None and years is not None:
        rest = tuple(told for told in money.assumed if "total" not in told)
        money = replace(money, years=years, assumed=rest)
    if name == "max_budget" and money.low is not None and money.low == money.high:
        money = replace(money, low=None)
    if name == "min_budget" and money.low is not None and money.low == money.high:
        money = replace(money, high=None)
    return money


def _currency_beside(sources: Sources) -> str | None:
    for found in sources.stated("budget_currency", "currency"):
        if isinstance(found.value, str):
            code = currency_code(found.value)
            if code is None:
                sources.notebook.unread(
                    found.path, f"{quoted(found.value)} is no currency that is known"
                )
            return code
    return None


def _years_beside(sources: Sources) -> Decimal | None:
    """The length of the programme, where it is stated in years."""
    for found in sources.stated("duration", "program_duration", "duration_years", "program_length"):
        if isinstance(found.value, Decimal) and 0 < found.value <= 10:
            return found.value
        if isinstance(found.value, str):
            match = words.DURATION.search(fold(found.value))
            if match is not None and match["years"]:
                return Decimal(match["years"].replace(",", "."))
    return None


def _clauses(text: str, category: str | None) -> Iterator[tuple[str, Money]]:
    """The sentences of a text that state a budget, each with its reading.

    With a word for a budget any sum counts. Without one, in a goal of study, a sum counts that
    names its currency or period, unless the sentence speaks of savings, fees, a visa or the like.
    """
    for sentence in _SENTENCE.split(text):
        if not sentence or len(sentence) > 600 or not _HINTS.search(sentence):
            continue
        folded = fold(sentence)
        if words.NOT_BUDGET.search(folded):
            continue
        worded = words.BUDGET_WORD.search(folded) is not None
        studies = category in ("study", "research", None)
        told = words.MONEY_NO_LIMIT.search(folded) or (
            studies and words.FULL_FUNDING.search(folded)
        )
        sure = worded or told
        if not sure and not (studies and _MONEYISH.search(folded)):
            continue
        if not sure and words.NOT_SPENDING.search(folded):
            continue
        clause = _around(sentence, folded)
        money = from_text(clause)
        if money.problem is None and (sure or _is_money(money, clause)):
            yield clause, money


_HINTS = re.compile(
    r"\d|[Ff]ull|[Ss]cholarship|[Ll]imit|[Bb]udget|[Mm]oney|[Бб]юджет|[Пп]олн|[Дд]еньги|奖|장학|預算|预算"
)


# What a sum of money has beside its number; without any of it a sentence is not read as one.
_MONEYISH = re.compile(
    r"[$€£₹₸₺¥₩₽元円원]|\d\s?[kк]\b|\d{5}|\d[ .,'’]\d{3}(?!\d)|/(?:yr|year|mo|month|sem)"
    r"|\b(?:per|a) (?:year|month|sem)"
    r"|\b(?:usd|eur|gbp|cad|aud|chf|inr|aed|cny|rmb|kzt|krw|jpy|sek|try|tl|euros?|pounds?|dollars?|francs?|rupees?"
    r"|lakhs?|crores?|won|yen|yuan|tenge|kronor|dirhams?|thousand|grand|тыс\w*|млн|евро|доллар\w*|фунт\w*|тенге|юан\w*"
    r"|месяц|в год|лир|иен|вон)\b|\d\s?(?:usd|eur|gbp)|[万만]"
)


def _is_money(money: Money, clause: str) -> bool:
    """Whether a sum is beyond doubt: by its currency, its period, or as a bound in thousands."""
    if money.currency is not None or money.period not in ("", "total"):
        return money.low is not None or money.high is not None
    bound = (money.low is None) != (money.high is None)
    return bound and re.search(r"\d\s?[kк]\b", fold(clause)) is not None


def _around(sentence: str, folded: str) -> str:
    """The sentence from shortly before its word for the budget, when it is long."""
    if len(sentence) <= 160 or len(folded) != len(sentence):
        return sentence[:400]
    found = words.BUDGET_WORD.search(folded)
    start = max(0, found.start() - 60) if found is not None else 0
    return sentence[start : start + 220]


def _put(sources: Sources, origin: str, path: str, money: Money) -> None:
    """The facts of one reading; a later one that says otherwise is noted."""
    notebook = sources.notebook
    home = sources.facts.get("home_country")
    code = home.value if home is not None and isinstance(home.value, str) else None
    known = "budget_text" in sources.facts
    if money.problem is not None:
        notebook.unread(path, money.problem)
        return
    result, sentences = (None, ()) if not _has_sum(money) else yearly(money, sources.rates, code)
    if _has_sum(money) and result is None:
        for sentence in sentences:
            notebook.unread(path, sentence)
        if not known and not sentences[0].endswith("cannot be meant; not used"):
            sources.put("budget_text", money.text[:LONGEST_NAME], origin)
        return
    if known and "yearly_budget" not in sources.facts and not _flags(sources):
        known = False  # the words before could not be turned into dollars
    if known:
        _differs(sources, path, money, None if result is None else result.amount)
        return
    for sentence in sentences:
        notebook.assumed(path, sentence)
    sources.facts.pop("budget_text", None)
    sources.put("budget_text", money.text[:LONGEST_NAME], origin)
    if money.full_funding:
        sources.put("full_funding_only", True, origin)
    if money.no_limit and result is None:
        sources.put("budget_no_limit", True, origin)
    if result is not None:
        derived = f"{result.derivation}, from {path}" if result.derivation else origin
        sources.put("yearly_budget", result.amount, derived)
        for fact, end, side in (
            ("budget_low", result.low, "low"),
            ("budget_high", result.high, "high"),
        ):
            if end is not None:
                sources.put(fact, end, derived.replace("low end of", f"{side} end of"))


def _has_sum(money: Money) -> bool:
    return money.low is not None or money.high is not None


def _flags(sources: Sources) -> bool:
    return "full_funding_only" in sources.facts or "budget_no_limit" in sources.facts


def _differs(sources: Sources, path: str, money: Money, amount: Decimal | None) -> None:
    taken = sources.facts["budget_text"]
    known = sources.facts.get("yearly_budget")
    same = (known.value if known else None) == amount and (
        ("full_funding_only" in sources.facts) == money.full_funding
    )
    if not same:
        sources.notebook.contradiction(
            path,
            f"{quoted(money.text)} differs from {quoted(str(taken.value))} in "
            f"{where(taken.origin)}, which was taken",
        )


def _as_written(sources: Sources, fact: str, names: tuple[str, ...]) -> None:
    """A sum as the person wrote it; a bare number is one of dollars."""
    for found in sources.stated(*names):
        value = found.value
        if isinstance(value, Decimal):
            if value < 0:
                sources.notebook.unread(
                    found.path, f"{quoted(shown(value))} is below zero; not used"
                )
                continue
            sources.notebook.assumed(found.path, "no currency is named: read as US dollars")
            sources.put(fact, f"${shown(value)}", found.path)
            return
        if isinstance(value, dict):
            money = read_money(value)
            if money.problem is None and money.text:
                sources.put(fact, money.text, found.path)
                return
        text = sources.words(found)
        if text is not None and len(text) <= LONGEST_NAME and not re.match(r"\W*-\s*\W?\d", text):
            sources.put(fact, text, found.path)
            return
        sources.notebook.unread(found.path, "expected an amount of money; not used")
