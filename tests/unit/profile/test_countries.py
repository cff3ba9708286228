"""Countries as people name them, in fields and in running text."""

from __future__ import annotations

import pytest

from ruleset.tasks.profile.countries import english_name, read_field, read_text


def table(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The cases of a table: what is written, `=>`, the codes it means, in order."""
    pairs = (line.split("=>") for line in text.strip().splitlines())
    return [(written.strip(), tuple(codes.split())) for written, codes in pairs]


FIELDS = """
UK                                  => GB
uk                                  => GB
U.K.                                => GB
GB                                  => GB
gbr                                 => GB
United Kingdom                      => GB
the UK                              => GB
England                             => GB
Scotland                            => GB
Great Britain                       => GB
Britain                             => GB
US                                  => US
us                                  => US
USA                                 => US
U.S.                                => US
U.S.A.                              => US
United States                       => US
United States of America            => US
America                             => US
the States                          => US
DE                                  => DE
de                                  => DE
DEU                                 => DE
Germany                             => DE
germany                             => DE
GERMANY                             => DE
Deutschland                         => DE
Holland                             => NL
the Netherlands                     => NL
NL                                  => NL
UAE                                 => AE
Emirates                            => AE
Korea                               => KR
South Korea                         => KR
Republic of Korea                   => KR
North Korea                         => KP
Türkiye                             => TR
Turkiye                             => TR
Turkey                              => TR
Czechia                             => CZ
Czech Republic                      => CZ
Switzerland                         => CH
Schweiz                             => CH
Suisse                              => CH
IN                                  => IN
IT                                  => IT
NO                                  => NO
CA                                  => CA
India                               => IN
Jordan                              => JO
Chad                                => TD
Georgia                             => GE
Jersey                              => JE
Hong Kong                           => HK
Ivory Coast                         => CI
Russia                              => RU
Vietnam                             => VN
KZ                                  => KZ
Kazakhstan                          => KZ
Казахстан                           => KZ
Қазақстан                           => KZ
Великобритания                      => GB
Англия                              => GB
США                                 => US
Германия                            => DE
Нидерланды                          => NL
ОАЭ                                 => AE
Южная Корея                         => KR
Allemagne                           => DE
Royaume-Uni                         => GB
Alemania                            => DE
Estados Unidos                      => US
Germania                            => DE
Regno Unito                         => GB
Almanya                             => DE
İngiltere                           => GB
Niemcy                              => DE
Wielka Brytania                     => GB
Німеччина                           => DE
德国                                => DE
英国                                => GB
ドイツ                              => DE
アメリカ                            => US
독일                                => DE
미국                                => US
ألمانيا                             => DE
UK, DE                              => GB DE
UK, Germany                         => GB DE
UK; Germany                         => GB DE
USA/Canada                          => US CA
US or UK                            => US GB
uk & ireland                        => GB IE
germany and austria                 => DE AT
NL or BE                            => NL BE
IN, IT, NO                          => IN IT NO
deu, gbr                            => DE GB
Великобритания, США                 => GB US
Германия или Нидерланды             => DE NL
독일, 영국                          => DE GB
Bosnia and Herzegovina              => BA
Trinidad and Tobago                 => TT
British                             => GB
German                              => DE
American                            => US
London                              => GB
Berlin, Germany                     => DE
UK (London)                         => GB
Toronto                             => CA
Seoul                               => KR
Boston                              => US
new york                            => US
Dubai                               => AE
anywhere but the US                 =>
not Germany                         =>
UK, not Germany                     => GB
Austria but not Germany             => AT
Europe                              =>
Any EU country                      =>
anywhere                            =>
Remote                              =>
Narnia                              =>
no                                  =>
"""

TEXTS = """
Apply to MSc CS programs in UK                                  => GB
Apply to MSc CS programs in the UK                              => GB
apply to masters in uk and ireland                              => GB IE
Study in Germany or Austria                                     => DE AT
Masters in USA, Canada or Australia                             => US CA AU
I want to study in the US                                       => US
Study in the United States of America                           => US
U.S. universities for CS                                        => US
MBA in the U.K.                                                 => GB
help us choose a school                                         =>
contact us about jobs                                           =>
let us study in Canada                                          => CA
IT job in Norway, no rush                                       => NO
in tech, it is no good, de facto                                =>
work as an IT specialist                                        =>
German universities for robotics                                => DE
apply to German public universities                             => DE
British university with a scholarship                           => GB
American companies hiring juniors                               => US
get a German student visa                                       => DE
UK student visa                                                 => GB
French business schools                                         => FR
learn German B2                                                 =>
take a German course                                            =>
improve my English                                              =>
English-taught programs in Italy                                => IT
pass the French exam                                            =>
Chinese language classes                                        =>
Polish my CV for tech companies                                 =>
hire an Italian chef                                            =>
I am from India and want to study in Canada                     => CA
I live in Kazakhstan, dream of the Netherlands                  => NL
Currently in Turkey, moving to Germany                          => DE
living in Dubai, relocate to Singapore                          => SG
I'm in Almaty, want Berlin                                      => DE
Move from Kazakhstan to the Netherlands                         => NL
Kazakhstan citizen applying to Korea                            => KR
As an Indian student, apply to UK                               => GB
Indian passport, applying to Ireland                            => IE
anywhere but the US                                             =>
anywhere but the US or Canada                                   =>
anywhere in Europe except the UK and France                     =>
any country other than Germany                                  =>
not Germany but Austria                                         => AT
not Germany, Austria                                            => AT
Austria, not Germany                                            => AT
no US please                                                    =>
outside of the USA or Canada                                    =>
I don't want to go to the UK                                    =>
Canada instead of the US                                        => CA
rather Ireland than anything, avoid England                     => IE
if not Germany, then Austria                                    => DE AT
Not only Germany but also Austria                               => DE AT
кроме США                                                       =>
везде, кроме США и Канады                                       =>
не в США, а в Канаду                                            => CA
хочу учиться в Германии                                         => DE
магистратура в Великобритании или Нидерландах                   => GB NL
поступить в университет Англии                                  => GB
учёба в Южной Корее                                             => KR
переехать в Канаду                                              => CA
работа в Дубае                                                  => AE
я из Казахстана, хочу в Чехию                                   => CZ
немецкие университеты                                           => DE
американский вуз                                                => US
учу немецкий язык                                               =>
того и другого мало                                             =>
Almanya'da yüksek lisans                                        => DE
Niemczech studia                                                => DE
étudier au Royaume-Uni                                          => GB
estudiar en Alemania o España                                   => DE ES
Studium in der Schweiz                                          => CH
الدراسة في ألمانيا                                              => DE
英国留学                                                        => GB
アメリカの大学院                                                => US
미국에서 석사 유학                                              => US
study in georgia                                                => GE
Study in Tbilisi, Georgia                                       => GE
Georgia Tech MS CS                                              => US
MS at Georgia State University, Atlanta                         => US
Atlanta, Georgia                                                => US
Work with Jordan Peterson                                       =>
University of Jordan                                            => JO
Michael Jordan fan                                              =>
study in Jordan                                                 => JO
Egypt, Jordan or Lebanon                                        => EG JO LB
Chad is helping me                                              =>
Jersey design for my team                                       =>
New Jersey colleges                                             => US
cook a turkey                                                   =>
study in turkey                                                 => TR
Turkey or Cyprus                                                => TR CY
London School of Economics                                      => GB
Get a job at Amazon in Dublin                                   => IE
Boston or Toronto                                               => US CA
London, Ontario                                                 => CA
Cambridge, UK                                                   => GB
Cambridge near MIT                                              => US
Cambridge English exam                                          =>
ETH Zurich robotics                                             => CH
Ivy League                                                      => US
software jobs in Silicon Valley                                 => US
Study in germny                                                 => DE
Study in Swizterland                                            => CH
masters in Austrlia                                             =>
Study in the Nethrlands                                         => NL
Phillipines nursing degree                                      => PH
hungry for success                                              =>
Angela helps with my CV                                         =>
a child can do it, while I wait                                 =>
Columbia University                                             => US
Scandinavia or the Baltics                                      =>
European universities                                           =>
work in Dubai                                                   => AE
I got an admission from RWTH Aachen                             => DE
NYU Abu Dhabi or Khalifa University                             => AE
Kazakh-British Technical University, Almaty                     => KZ
Dutch and Belgian companies                                     => NL BE
I work for a German company                                     =>
rejected by 3 unis in Denmark                                   => DK
PhD in Europe                                                   =>
"""

REFUSED = """
anywhere but the US                             => US
anywhere but the US or Canada                   => US CA
anywhere in Europe except the UK and France     => GB FR
any country except Germany, Austria             => DE AT
not Germany but Austria                         => DE
not Germany, Austria                            => DE
no US please                                    => US
outside of the USA or Canada                    => US CA
I don't want to go to the UK                    => GB
Canada instead of the US                        => US
кроме США                                       => US
везде, кроме США и Канады                       => US CA
не в США, а в Канаду                            => US
ABD hariç                                       => US
美国以外                                        => US
"""

HOMES = """
I am from India and want to study in Canada     => IN
I live in Kazakhstan                            => KZ
Currently in Turkey, moving to Germany          => TR
Move from Kazakhstan to the Netherlands         => KZ
Kazakhstan citizen applying to Korea            => KZ
я из Казахстана, хочу в Чехию                   => KZ
living in Dubai, relocate to Singapore          => AE
I finished my bachelor at KBTU in Almaty        => KZ
I work at a clinic in Nairobi                   => KE
my brother lives in Canada                      => CA
visa interview at the embassy in Hanoi          => VN
"""


@pytest.mark.parametrize(("text", "codes"), table(FIELDS))
def test_a_field_of_countries(text: str, codes: tuple[str, ...]) -> None:
    """In a field of countries every name and code counts, in the order given."""
    assert read_field(text).wanted == codes


@pytest.mark.parametrize(("text", "codes"), table(TEXTS))
def test_running_text(text: str, codes: tuple[str, ...]) -> None:
    """In running text a name counts where the country is meant and wanted."""
    assert read_text(text).wanted == codes


@pytest.mark.parametrize(("text", "codes"), table(REFUSED))
def test_refused_countries(text: str, codes: tuple[str, ...]) -> None:
    """What a person does not want is known too."""
    assert read_text(text).refused == codes


@pytest.mark.parametrize(("text", "codes"), table(HOMES))
def test_home_is_no_wish(text: str, codes: tuple[str, ...]) -> None:
    """Where a person comes from or lives is home."""
    assert read_text(text).home == codes


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (["UK", "DE"], ("GB", "DE")),
        (["Holland", "not Germany"], ("NL",)),
        (["UK, Ireland", "Canada"], ("GB", "IE", "CA")),
        ({"country": "UK"}, ("GB",)),
        ({"name": "Germany", "code": "DE"}, ("DE",)),
        ({"primary": "UK", "backup": ["DE", "NL"]}, ("GB", "DE", "NL")),
        ({"UK": True, "US": False}, ("GB",)),
        ([{"country": "UK"}, {"country": "FR"}], ("GB", "FR")),
        (["UK", "GB", "England"], ("GB",)),
        ([], ()),
        (None, ()),
    ],
)
def test_lists_and_dicts(value: object, codes: tuple[str, ...]) -> None:
    """Lists and dicts of countries are read entry by entry, each country once."""
    assert read_field(value).wanted == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Europe", ("Europe",)),
        ("EU", ("European Union",)),
        ("anywhere in the EU", ("European Union",)),
        ("Scandinavia", ("Scandinavia",)),
        ("PhD in Europe", ("Europe",)),
        ("European universities", ("Europe",)),
        ("Southeast Asia", ("Southeast Asia",)),
        ("English-speaking countries", ("English-speaking countries",)),
        ("любая страна Европы", ("Europe",)),
        ("Азия или Европа", ("Asia", "Europe")),
        ("eu quero estudar", ()),
    ],
)
def test_regions_are_no_countries(text: str, regions: tuple[str, ...]) -> None:
    """A region is kept by its English name, and stands for no country."""
    places = read_text(text)
    assert places.regions == regions
    assert places.wanted == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Narnia", "no country that is known"),
        ("Austrlia", "could be Austria or Australia"),
        ("untied kingdom", "read as the United Kingdom"),
        ("Georgia", "read as the country"),
    ],
)
def test_what_is_unsure_is_said(text: str, sentence: str) -> None:
    """An unknown name, a near one and an ambiguous one are noted."""
    assert any(sentence in note for note in read_field(text).notes)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("GB", "the United Kingdom"),
        ("US", "the United States"),
        ("NL", "the Netherlands"),
        ("AE", "the United Arab Emirates"),
        ("DE", "Germany"),
        ("KR", "South Korea"),
        ("TR", "Türkiye"),
        ("HK", "Hong Kong"),
        ("CH", "Switzerland"),
        ("KZ", "Kazakhstan"),
        ("CZ", "the Czech Republic"),
        ("PH", "the Philippines"),
    ],
)
def test_names_read_inside_a_sentence(code: str, name: str) -> None:
    """The English name can stand after "in"."""
    assert english_name(code) == name


def test_there_are_enough_cases() -> None:
    """The tables hold at least 150 ways to name a country."""
    assert len(table(FIELDS)) + len(table(TEXTS)) >= 150
