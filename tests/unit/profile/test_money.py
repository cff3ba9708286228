"""Money as people write it, with what each text means in US dollars a year.

The expected sums are worked out by hand from the rules and rates of the domain: a range counts by
its low end, a one-sided range by the end it states, a total is divided by its years, no currency
means dollars, no period means a year.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from ruleset.tasks.profile.money import read_money, yearly
from ruleset.tasks.profile.money_words import RATES


def table(text: str) -> list[tuple[str, str]]:
    """The cases of a table: what is written, `=>`, what it means."""
    pairs = (line.split("=>") for line in text.strip().splitlines())
    return [(written.strip(), meant.strip()) for written, meant in pairs]


DOLLARS = """
$20k                                    => 20000
$20K                                    => 20000
$ 20k                                   => 20000
$ 20 k                                  => 20000
20k$                                    => 20000
20 000$                                 => 20000
$15,000                                 => 15000
'$15,000'                               => 15000
$15,000.00                              => 15000
$15 000                                 => 15000
$15000                                  => 15000
15000                                   => 15000
15,000                                  => 15000
15.000                                  => 15000
15 000                                  => 15000
15'000                                  => 15000
1.5k                                    => 1500
1,5k                                    => 1500
12.5k                                   => 12500
$1.2M                                   => 1200000
1.2 million dollars                     => 1200000
USD 40k                                 => 40000
40k USD                                 => 40000
40kUSD                                  => 40000
40000usd                                => 40000
usd 40 000                              => 40000
US$30,000                               => 30000
US $30,000                              => 30000
30,000 US dollars                       => 30000
20,000 dollars                          => 20000
20 thousand dollars                     => 20000
twenty thousand dollars                 => 20000
twenty five thousand dollars            => 25000
20 grand                                => 20000
25k bucks                               => 25000
around 20k                              => 20000
about $20k                              => 20000
approx. 25,000 USD                      => 25000
~$20k                                   => 20000
~ 20k                                   => 20000
roughly 18k                             => 18000
Budget: $20k                            => 20000
my budget is 20k                        => 20000
half a million                          => 500000
0                                       => 0
$0                                      => 0
１５０００                               => 15000
٢٠٠٠٠                                   => 20000
$20k/year                               => 20000
$20k per year                           => 20000
$20k a year                             => 20000
$20k/yr                                 => 20000
$20k p.a.                               => 20000
$20k per annum                          => 20000
$20k annually                           => 20000
20K PER YEAR                            => 20000
20k for the first year                  => 20000
12k per academic year                   => 12000
"""

RANGES = """
$10k-15k                                => 10000 15000
$10k - $15k                             => 10000 15000
$10-15k                                 => 10000 15000
10-15k                                  => 10000 15000
10–15k                                  => 10000 15000
10k to 15k                              => 10000 15000
10 to 15k                               => 10000 15000
$10k~15k                                => 10000 15000
$10,000-$15,000                         => 10000 15000
$10,000 – $15,000                       => 10000 15000
10000-15000                             => 10000 15000
10 000 - 15 000                         => 10000 15000
between $10,000 and $15,000             => 10000 15000
between 10 and 15k                      => 10000 15000
from 10k to 15k                         => 10000 15000
from $10,000 up to $15,000              => 10000 15000
10k..15k                                => 10000 15000
500-1k                                  => 500 1000
$1-1.5M                                 => 1000000 1500000
USD 20k-30k                             => 20000 30000
$10K - $20K USD                         => 10000 20000
min 10k max 20k                         => 10000 20000
10k min, 20k max                        => 10000 20000
at least 10k but under 20k              => 10000 20000
$30k-10k                                => 10000 30000
12-15k per academic year                => 12000 15000
£10-30k                                 => 12700 38100
£10k-£30k                               => 12700 38100
10 000 - 15 000 евро                    => 10900 16350
15-20 тыс. евро в год                   => 16350 21800
от 10 до 20 тысяч долларов              => 10000 20000
€12.000 - €15.000 pro Jahr              => 13080 16350
1000-1500 per month                     => 12000 18000
8 lakh - 10 lakh INR                    => 9600 12000
8-10 lakh INR                           => 9600 12000
"""

ONE_SIDED = """
up to $12k                              => high 12000
upto 12k                                => high 12000
under 15k                               => high 15000
below $15,000                           => high 15000
less than $15,000 a year                => high 15000
no more than 20k                        => high 20000
not more than 20k                       => high 20000
at most 20k                             => high 20000
max 20k                                 => high 20000
max. $20k                               => high 20000
maximum of 20k                          => high 20000
20k max                                 => high 20000
20k maximum                             => high 20000
20k or less                             => high 20000
<20k                                    => high 20000
< $20,000                               => high 20000
≤ 20k                                   => high 20000
within 18k                              => high 18000
до 15к                                  => high 15000
до 15 тысяч долларов                    => high 15000
не более 20к долларов                   => high 20000
максимум 20 000 $                       => high 20000
bis 10.000 Euro                         => high 10900
bis zu 10 000 €                         => high 10900
jusqu'à 15 000 €                        => high 16350
hasta 15.000 euros al año               => high 16350
less than 20 thousand euros per year    => high 21800
from 20k                                => low 20000
over 30k                                => low 30000
more than $30,000                       => low 30000
at least 30k                            => low 30000
min 20k                                 => low 20000
20k+                                    => low 20000
$20k+                                   => low 20000
20k+ USD                                => low 20000
20k USD+                                => low 20000
20k and up                              => low 20000
20k or more                             => low 20000
> 20k                                   => low 20000
>= 20k                                  => low 20000
no less than 25k                        => low 25000
starting from 25k                       => low 25000
от 20к                                  => low 20000
не менее 20 тысяч долларов              => low 20000
ab 10.000 €                             => low 10900
"""

PERIODS = """
1000/month                              => 12000
$1000 per month                         => 12000
$1,000 a month                          => 12000
1000 USD monthly                        => 12000
$1k/mo                                  => 12000
1000$ в месяц                           => 12000
£1,000 per month                        => 15240
€800 monthly                            => 10464
€900 pro Monat                          => 11772
800 евро в месяц                        => 10464
10k per semester                        => 20000
$10k/semester                           => 20000
5k/sem                                  => 10000
$7,500 each semester                    => 15000
8000 долларов в семестр                 => 16000
$5k per quarter                         => 20000
$5k per trimester                       => 15000
$500 a week                             => 26000
$60k total for 2 years                  => 30000
$60k in all for two years               => 30000
$40,000 for a 2-year program            => 20000
$40k over 2 years                       => 20000
40k for the whole 2 years               => 20000
$90,000 total for 3 years               => 30000
30k over 18 months                      => 20000
60k total (3 years)                     => 20000
50 000 евро на 2 года                   => 27250
всего 40 тысяч долларов на 2 года       => 20000
$20k per year for 2 years               => 20000
$20k/yr ($40k total)                    => 20000
$20k per year, 2-year program           => 20000
$60k total                              => 60000
"""

CURRENCIES = """
20 000 €                                => 21800
€20k                                    => 21800
20k€                                    => 21800
EUR20k                                  => 21800
20k euros                               => 21800
20 thousand euro                        => 21800
15.000 EUR                              => 16350
15.000,00 €                             => 16350
20 тысяч евро                           => 21800
20 mil euros                            => 21800
£20k                                    => 25400
20k GBP                                 => 25400
20k pounds                              => 25400
20,000 pounds sterling                  => 25400
£15k p.a.                               => 19050
CHF 15 000                              => 16950
15'000 CHF                              => 16950
20k swiss francs                        => 22600
C$20k                                   => 14600
CA$20k                                  => 14600
20k CAD                                 => 14600
$20k CAD                                => 14600
20,000 Canadian dollars                 => 14600
A$30k                                   => 19800
AU$30k                                  => 19800
30k AUD                                 => 19800
30,000 Australian dollars               => 19800
AED 50k                                 => 13600
50,000 dirhams                          => 13600
20万元                                  => 28000
200,000 RMB                             => 28000
200k yuan                               => 28000
CNY 200,000                             => 28000
400k SEK                                => 38000
400 000 kronor                          => 38000
600000 TL                               => 18000
₺600,000                                => 18000
600 bin TL                              => 18000
₹12 lakh per year                       => 14400
12 lakh INR                             => 14400
INR 12,00,000                           => 14400
₹12,00,000                              => 14400
1,5 lakh                                => 1800
15 lakhs                                => 18000
1.5 crore                               => 180000
Rs. 8 lakh                              => 9600
¥2,000,000 JPY                          => 13400
200万円                                 => 13400
2 million yen                           => 13400
1 млн тенге в год                       => 2100
10 млн тенге                            => 21000
5 000 000 ₸                             => 10500
2 млн тг                                => 4200
500 мың теңге                           => 1050
30 million won                          => 21900
2000만원                                => 14600
3천만원                                 => 21900
20 тысяч долларов                       => 20000
20 тыс. долларов США                    => 20000
20к$                                    => 20000
20 bin dolar                            => 20000
20 thousand a year, in euros            => 21800
"""

FULLY_FUNDED = """
fully funded only
Fully-funded
full scholarship
full scholarship only
full ride
100% scholarship
need full funding
scholarship only
only with full scholarship
full financial aid
полное финансирование
только полное финансирование
полный грант
полная стипендия
Vollstipendium
beca completa
tam burs
全额奖学金
толық грант
cannot pay, fully funded only
not without full funding
"""

NO_LIMIT = """
no limit
No limits
no budget limit
unlimited
money is no object
budget is not an issue
not limited
any budget
without limit
не ограничен
без ограничений
любой бюджет
sin límite
unbegrenzt
无限制
"""

REPORTED = """
500,000 PKR                             => PKR
S$30k                                   => SGD
HK$200k                                 => HKD
NZ$30k                                  => NZD
R$50.000                                => BRL
1 млн рублей                            => RUB
500к руб                                => RUB
60 000 zł                               => PLN
NOK 200,000                             => NOK
200 mln IDR                             => IDR
NGN 5m                                  => NGN
¥2,000,000                              => yen or yuan
100,000 kr                              => Swedish, Norwegian
10k per term                            => term
-5000                                   => below zero
$-500                                   => below zero
-$5,000                                 => below zero
minus 5k                                => below zero
20                                      => cannot be meant
20-30                                   => cannot be meant
99999999999999                          => cannot be meant
flexible                                => no amount
depends                                 => no amount
50% scholarship                         => no amount
a lot                                   => no amount
partial funding preferred               => no amount
full scholarship preferred              => wish
"""


def deciding(text: object, home: str | None = None) -> Decimal | None:
    """The deciding sum of a value, in dollars a year."""
    result, _ = yearly(read_money(text), RATES, home)  # type: ignore[arg-type]
    return None if result is None else result.amount


def reported(text: str) -> str:
    """What is said about a text that gives no sum."""
    money = read_money(text)
    result, sentences = yearly(money, RATES)
    assert result is None, f"{text} gave {result}"
    return money.problem or " ".join(sentences)


@pytest.mark.parametrize(("text", "sum_"), table(DOLLARS) + table(PERIODS) + table(CURRENCIES))
def test_one_amount(text: str, sum_: str) -> None:
    """An amount in any notation, currency and period is a sum of dollars a year."""
    assert deciding(text) == Decimal(sum_)


@pytest.mark.parametrize(("text", "ends"), table(RANGES))
def test_a_range_counts_by_its_low_end(text: str, ends: str) -> None:
    """Both ends of a range are known, and the low one decides."""
    low, high = ends.split()
    result, _ = yearly(read_money(text), RATES)
    assert result is not None
    assert (result.amount, result.low, result.high) == (Decimal(low), Decimal(low), Decimal(high))


@pytest.mark.parametrize(("text", "end"), table(ONE_SIDED))
def test_a_one_sided_range_counts_by_the_end_it_states(text: str, end: str) -> None:
    """The other end is not known, and not made up."""
    side, amount = end.split()
    result, _ = yearly(read_money(text), RATES)
    assert result is not None
    assert result.amount == Decimal(amount)
    assert (result.low, result.high) == (
        (None, Decimal(amount)) if side == "high" else (Decimal(amount), None)
    )


@pytest.mark.parametrize("text", FULLY_FUNDED.strip().splitlines())
def test_full_funding_only(text: str) -> None:
    """Words for full funding are no amount, and no problem either."""
    money = read_money(text)
    assert money.full_funding
    assert (money.low, money.high, money.problem) == (None, None, None)


@pytest.mark.parametrize("text", NO_LIMIT.strip().splitlines())
def test_no_limit(text: str) -> None:
    """Words for a budget without a limit are no amount, and no problem either."""
    money = read_money(text)
    assert money.no_limit
    assert not money.full_funding
    assert (money.low, money.problem) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["not fully funded, 20k", "no need for full funding, 20k", "I don't need full funding: 20k"],
)
def test_denied_full_funding(text: str) -> None:
    """Full funding that somebody does without is none that is wanted."""
    money = read_money(text)
    assert not money.full_funding
    assert money.low == 20000


@pytest.mark.parametrize(("text", "words"), table(REPORTED))
def test_what_cannot_be_read_is_reported(text: str, words: str) -> None:
    """A currency without a rate, an unclear one, a term, a sum below zero: said, not guessed."""
    assert words in reported(text)


@pytest.mark.parametrize(
    ("value", "sum_"),
    [
        (Decimal(20000), "20000"),
        (Decimal("19999.5"), "19999.5"),
        ({"min": Decimal(10000), "max": Decimal(30000), "currency": "GBP"}, "12700"),
        ({"min": Decimal(10000), "max": Decimal(30000)}, "10000"),
        ({"min": "10k", "max": "30k", "currency": "euros"}, "10900"),
        ({"max": Decimal(12000)}, "12000"),
        ({"min": Decimal(20000)}, "20000"),
        ({"amount": Decimal(20000)}, "20000"),
        ({"amount": "20k", "currency": "EUR"}, "21800"),
        ({"amount": Decimal(1000), "period": "month"}, "12000"),
        ({"amount": Decimal(1000), "currency": "GBP", "period": "monthly"}, "15240"),
        ({"amount": Decimal(10000), "per": "semester"}, "20000"),
        ({"amount": Decimal(60000), "years": Decimal(2)}, "30000"),
        ({"value": Decimal(15000), "currency": "$"}, "15000"),
        ({"yearly": Decimal(18000)}, "18000"),
        ({"monthly": Decimal(1500)}, "18000"),
        ({"Min": Decimal(10000), "Max": Decimal(20000)}, "10000"),
        ({"low": "£10k", "high": "£20k"}, "12700"),
        ({"from": Decimal(10000), "to": Decimal(20000), "currency": "USD"}, "10000"),
        (["10k", "15k"], "10000"),
        ([Decimal(10000), Decimal(15000)], "10000"),
        (["$20k"], "20000"),
    ],
)
def test_numbers_dicts_and_lists(value: object, sum_: str) -> None:
    """Sums of other shapes than text are read by the names of their entries."""
    assert deciding(value) == Decimal(sum_)


@pytest.mark.parametrize(
    ("text", "home", "sum_"),
    [
        ("¥2,000,000", "JP", "13400"),
        ("¥200,000", "CN", "28000"),
        ("400,000 kr", "SE", "38000"),
        ("8 lakh", "IN", "9600"),
        ("Rs 8 lakh", "PK", None),
        ("8 lakh", "BD", None),
        ("50,000 dirhams", "MA", None),
        ("20k francs", "CH", "22600"),
    ],
)
def test_a_family_of_currencies_is_told_by_home(text: str, home: str, sum_: str | None) -> None:
    """Which rupee, krone or dirham is meant follows from the country of residence."""
    assert deciding(text, home) == (None if sum_ is None else Decimal(sum_))


@pytest.mark.parametrize(
    ("text", "derivation"),
    [
        ("$20k", None),
        ("up to $12k", None),
        ("£10-30k", "derived: low end of `£10-30k` × 1.27 × 1 year"),
        ("£20k", "derived: `£20k` × 1.27 × 1 year"),
        ("1000/month", "derived: `1000/month` × 12 months"),
        ("10k per semester", "derived: `10k per semester` × 2 semesters"),
        ("$60k total for 2 years", "derived: `$60k total for 2 years` ÷ 2 years"),
        ("€60k total for 2 years", "derived: `€60k total for 2 years` × 1.09 ÷ 2 years"),
        ("$10k-15k", "derived: low end of `$10k-15k` × 1 year"),
    ],
)
def test_the_derivation_can_be_followed(text: str, derivation: str | None) -> None:
    """A sum that was computed says how; one that is the text itself has no derivation."""
    result, _ = yearly(read_money(text), RATES)
    assert result is not None
    assert result.derivation == derivation


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("20k", "no currency is named"),
        ("$20k", "no period is named"),
        ("$60k total", "years that are not stated"),
        ("8 lakh", "read as INR"),
        ("$20k tuition, $8k flights", "sum of its parts"),
        ("$30k-10k", "from high to low"),
    ],
)
def test_what_was_assumed_is_said(text: str, sentence: str) -> None:
    """Every reading that the text does not state is a sentence."""
    _, sentences = yearly(read_money(text), RATES)
    assert any(sentence in each for each in sentences)


def test_tuition_and_living_are_added() -> None:
    """A budget in parts counts as their sum."""
    assert deciding("$20k tuition + $10k living") == 30000
    assert deciding("tuition 15k and living 10k") == 25000


def test_rates_come_from_the_caller() -> None:
    """The rates that are given count, and no others."""
    result, _ = yearly(read_money("£10k"), {"GBP": Decimal("1.5")})
    assert result is not None
    assert result.amount == 15000
    assert yearly(read_money("€10k"), {"GBP": Decimal("1.5")})[0] is None


def test_there_are_enough_cases() -> None:
    """The tables hold at least 150 notations."""
    tables = (DOLLARS, RANGES, ONE_SIDED, PERIODS, CURRENCIES, REPORTED)
    assert sum(len(table(each)) for each in tables) >= 150
