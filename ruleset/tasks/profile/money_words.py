"""The words of money: currencies, thousands, periods, "up to", "fully funded", "no limit".

All tables are compared with folded text (`text.fold`): lower case, no accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ruleset.tasks.profile.patterns import Pattern, pattern
from ruleset.tasks.profile.text import fold, phrases

# US dollars for one unit; the workbook's table of rates replaces this one where it is given.
RATES: dict[str, Decimal] = {
    code: Decimal(rate)
    for code, rate in (
        pair.split()
        for pair in phrases(
            """
            USD 1, GBP 1.27, EUR 1.09, CHF 1.13, CAD 0.73, AUD 0.66, AED 0.272, CNY 0.14,
            SEK 0.095, TRY 0.03, INR 0.012, JPY 0.0067, KZT 0.0021, KRW 0.00073
            """
        )
    )
}


def _table(text: str) -> dict[str, str]:
    """Name to code, from lines `CODE: name, name`."""
    found: dict[str, str] = {}
    for line in phrases(text, "\n"):
        code, _, names = line.partition(":")
        found |= {fold(name): code.strip() for name in phrases(names)}
    return found


# A code with a question mark is a family: which currency is meant depends on the country.
CURRENCIES = _table(
    """
    USD: $, us$, usd$, u.s.$, dollar, dollars, us dollars, us dollar, u.s. dollars
    USD: american dollars, bucks
    USD: usd, доллар, доллара, долларов, долл, долл., баксов, бакса, dolares, dolar, dollari
    USD: dolarow
    USD: amerikan dolari, доллар сша, долларов сша, us-dollar, 美元, 美金, 달러, ドル, 米ドル
    CAD: c$, ca$, can$, cad$, cdn$, cdn, cad, canadian dollars, canadian dollar, канадских долларов
    CAD: 加元
    AUD: a$, au$, aud$, aud, australian dollars, australian dollar, австралийских долларов, 澳元
    SGD: s$, sg$, sgd$, sgd, singapore dollars, singapore dollar
    HKD: hk$, hkd$, hkd, hong kong dollars
    NZD: nz$, nzd$, nzd, new zealand dollars
    TWD: nt$, twd
    BRL: r$, brl, reais
    MXN: mx$, mxn
    EUR: €, eur, euro, euros, евро, еуро, 欧元, 유로, ユーロ
    GBP: £, gbp, pound, pounds, pounds sterling, pound sterling, sterling, quid, british pounds, stg
    GBP: фунт, фунта, фунтов, фунтов стерлингов, libras, sterlin, 英镑, 파운드, ポンド
    CHF: chf, swiss francs, swiss franc, franken, sfr, швейцарских франков
    INR: ₹, inr, indian rupees, 印度卢比
    JPY: jpy, jpy¥, yen, 円, 日元, иен, йен, 엔
    CNY: cny, cny¥, rmb, yuan, renminbi, 元, 人民币, 块, юаней, юань, 위안
    KRW: ₩, krw, won, 원, вон, korean won
    KZT: ₸, kzt, tenge, тенге, теңге, тг, тг.
    TRY: ₺, try, tl, lira, liras, turkish lira, turk lirasi, лир
    AED: aed, дирхам, дирхамов, د.إ
    SEK: sek, kronor, swedish krona, swedish kronor, krona
    RUB: ₽, rub, rur, руб, руб., рублей, рубля, р, р., т.р, т.р., rubles, roubles, rouble, ruble
    UAH: ₴, uah, грн, грн., гривен, гривень
    PLN: zł, pln, zloty, zlotys, zlotych, злотых
    CZK: kč, czk
    NGN: ₦, ngn, naira, n
    PHP: ₱, php
    THB: ฿, thb, baht
    VND: ₫, vnd, dong
    ILS: ₪, ils, nis, shekels
    AZN: ₼, azn, manat, манат, манатов
    GEL: ₾, gel, lari
    UZS: uzs, сум, сумов, sum
    KGS: kgs, сом, сомов
    BDT: ৳, bdt, taka, tk
    MYR: rm, myr, ringgit
    IDR: idr, rupiah, rp
    ZAR: zar, rand, r
    KES: ksh, kshs
    GHS: gh₵, ghc
    SAR: sar, riyal, riyals, saudi riyals
    QAR: qar
    PKR: pkr, pakistani rupees
    NPR: npr
    LKR: lkr
    ?YEN: ¥
    ?KRONE: kr, kr., kroner, крон
    ?RUPEE: rs, rs., rupees, rupee, рупий
    ?FRANC: francs, franc, франков
    ?DIRHAM: dirham, dirhams
    """
)
# Where a family's name is used at home, and what it means for somebody from elsewhere (if clear).
FAMILIES: dict[str, tuple[dict[str, str], str | None, str]] = {
    "?YEN": ({"JP": "JPY", "CN": "CNY"}, None, "yen or yuan"),
    "?KRONE": (
        {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
        None,
        "Swedish, Norwegian, Danish or Icelandic",
    ),
    "?RUPEE": (
        {"IN": "INR", "PK": "PKR", "NP": "NPR", "LK": "LKR", "MU": "MUR", "BD": "BDT"},
        "INR",
        "Indian rupees",
    ),
    "?FRANC": ({"CH": "CHF", "LI": "CHF"}, None, "Swiss or CFA francs"),
    "?DIRHAM": ({"AE": "AED", "MA": "MAD"}, "AED", "dirhams of the Emirates"),
}
# Codes that read as words: they count in capitals only.
_WORDLIKE = frozenset(
    phrases("try, sum, php, gel, nis, dong, sar, rand, rm, all, top, mad, n, r, tk, rp")
)
_OTHER_CODES = phrases(
    """
    AFN, AMD, AOA, ARS, BAM, BGN, BHD, BIF, BND, BOB, BTN, BWP, BYN, CDF, CLP, COP, CRC, CUP, CVE,
    DJF, DKK, DOP, DZD, EGP, ETB, FJD, GHS, GMD, GNF, GTQ, HNL, HTG, HUF, IQD, IRR, ISK, JMD, JOD,
    KES, KHR, KMF, KWD, LAK, LBP, LYD, MAD, MDL, MGA, MKD, MMK, MNT, MOP, MRU, MUR, MVR, MWK, MZN,
    NAD, NIO, NOK, OMR, PAB, PEN, PGK, PYG, RON, RSD, RWF, SCR, SDG, SLE, SOS, SYP, TJS, TMT, TND,
    TTD, TZS, UGX, UYU, VES, XAF, XOF, YER, ZMW
    """
)
CODES = frozenset(code.lower() for code in [*_OTHER_CODES, *CURRENCIES.values()] if code[0] != "?")
CAPITALS_ONLY = _WORDLIKE | {code.lower() for code in _OTHER_CODES}
CURRENCIES |= {code.lower(): code for code in _OTHER_CODES}
DOLLARS = frozenset(phrases("USD, CAD, AUD, SGD, HKD, NZD, TWD"))

SCALES: dict[str, Decimal] = {
    fold(word): Decimal(number)
    for number, words in (
        (100, "千百"),
        (1000, "k, к, thousand, thousands, thous, thsd, grand, тыс, тыс., тысяч, тысяча, тысячи"),
        (
            1000,
            "тысячами, mil, tsd, tsd., tausend, bin, tys, tys., tysiecy, мың, mila, mille, 千, 천",
        ),
        (10_000, "万, 萬, 만"),
        (100_000, "lakh, lakhs, lac, lacs, лакх"),
        (1_000_000, "m, mn, mln, mln., mio, mio., million, millions, млн, млн., миллион, миллиона"),
        (1_000_000, "миллионов, milyon, millionen, millones, milhoes, milioni, 百万, 백만"),
        (10_000_000, "crore, crores, cr, 千万, 천만"),
        (100_000_000, "億, 亿, 억"),
    )
    for word in phrases(words)
}
INDIAN_SCALES = frozenset(phrases("lakh, lakhs, lac, lacs, лакх, crore, crores, cr"))


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# How many of a period make a year. A quarter is a fourth, a trimester a third of the year; a term
# is a third in one country and a half in another, so it is reported and not read.
PERIODS: tuple[tuple[str, Decimal, Pattern], ...] = (
    (
        "month",
        Decimal(12),
        pattern(
            r"(?:/|\bper |\ba |\ban |\beach |\bevery |\bfor 1 )(?:calendar )?(?:months?|mon|mth"
            r"|mo|m)\b"
            r"|\bmonthly\b|\bp\.?m\b|\bpcm\b|\bmonths?$|/мес|\bв месяц|\bежемесячно|\bмесячн"
            r"|\bмес\b"
            r"|\bкаждый месяц|\b(?:pro|im) monat|\bmonatlich|\bpar mois|\bmensuel|\bal mes\b"
            r"|\bpor mes\b"
            r"|\bmensual|\bpor mes|\bal mese|\baylik|\bayda\b|\bmiesiecznie|\bайына|\bна місяць"
            r"|每月|每个月|一个月"
            r"|/月|月額|毎月|한 달|한달|매월",
            "mo /m pm p.m pcm мес monat mens mes aylik ayda miesi айына місяць 月 달 월",
        ),
    ),
    (
        "semester",
        Decimal(2),
        pattern(
            r"(?:/|\bper |\ba |\beach |\bevery )(?:semester|sem)\b|\bsemesterly|\bsemesters?$"
            r"|/сем|\bв семестр|\bза семестр|\bкаждый семестр|\b(?:pro|im) semester|\bpar semestre"
            r"|\bpor semestre|\bal semestre|\bdonem(?:lik|de)?\b|每学期|/学期|학기"
            r"|(?:/|\bper |\bevery )(?:half[- ]year|6 months)|\bв полгода",
            "sem сем полгода half 6 donem 学期 학기 mestre",
        ),
    ),
    (
        "quarter",
        Decimal(4),
        pattern(
            r"(?:/|\bper |\ba |\beach |\bevery )(?:quarter|qtr)\b|\bquarterly|\bв квартал"
            r"|\bpro quartal",
            "quart qtr кварт",
        ),
    ),
    (
        "trimester",
        Decimal(3),
        pattern(
            r"(?:/|\bper |\ba |\beach |\bevery )trimester\b|\bв триместр|\bpar trimestre"
            r"|\bpor trimestre",
            "trimest тримест",
        ),
    ),
    (
        "term",
        Decimal(0),
        pattern(
            r"(?:/|\bper |\ba |\beach |\bevery )terms?\b|\btermly\b",
            "term",
        ),
    ),
    (
        "week",
        Decimal(52),
        pattern(
            r"(?:/|\bper |\ba |\beach |\bevery )(?:week|wk|w)\b|\bweekly|\bp\.?w\b|\bв неделю"
            r"|\bpro woche",
            "w недел",
        ),
    ),
    (
        "day",
        Decimal(365),
        pattern(
            r"(?:/|\bper |\ba |\beach |\bevery )day\b|\bdaily\b|\bв день|\bpro tag\b",
            "day dai день tag",
        ),
    ),
    (
        "year",
        Decimal(1),
        pattern(
            r"(?:/|\bper |\ba |\ban |\beach |\bevery |\bfor 1 |\bthe first )(?:academic |school "
            r"|1 )?"
            r"(?:years?|yrs?|y|annum|anum)\b|\bp\.?\s?a\b|\bp/a\b|\bannual(?:ly)?\b|\byearly\b"
            r"|\byears?$"
            r"|/год|/г\b|\bв год|\bежегодно|\bгодов|\bза год\b|\bна год\b|\b(?:pro|im) jahr"
            r"|\bjahrlich"
            r"|\bpar an\b|\bpar annee|\bal ano\b|\bpor ano\b|\banual|\bao ano|\ball'anno|\byillik"
            r"|\byilda\b"
            r"|\brocznie|\bжылына|\bна рік|每年|一年|/年|年間|毎年|1년|매년|연간",
            "y annu anum a /г год jahr ano yil roczn жыл рік 年 1년 매년 연간",
        ),
    ),
)
DURATION = pattern(
    r"(?:\b(?:for|over|in|during|across|per|of|на|за|fur|uber|pour|para|por) (?:the |a |an "
    r"|all )?)?"
    r"(?:(?P<both>both years|оба года|the two years)"
    r"|(?P<years>\d{1,2}(?:[.,]\d)?)\s*-?\s*(?:years?|yrs?|y|лет|года?|годичн\w*|летн\w*|jahren?"
    r"|ans|annees|anos|anni|yil|lata|жыл|年|년)(?![a-zа-я])"
    r"|(?P<months>1[2-9]|[2-9]\d|[2-9])\s*-?\s*(?:months?|mos?|месяц\w*|мес)\b"
    r"|(?P<semesters>[2-9]|1[0-2])\s*-?\s*(?:semesters?|sems?|семестр\w*)\b)"
    r"(?:\s*-?\s*(?:long )?(?:of )?(?:study|studies|course|degree|program\w*|обучения|учебы)\b)?",
    "y mo sem лет год мес сем jahr an жыл 年 년 lata yil",
)
TOTAL = pattern(
    r"\btotal(?:ly|s)?\b|\bin all\b|\ball in\b|\baltogether\b|\boverall\b|\ball together\b"
    r"|\bin sum\b"
    r"|\b(?:for|of) the (?:whole|entire|full)\b|\bwhole (?:program|degree|course|period)"
    r"|\blump sum\b"
    r"|\bвсего\b|\bитого\b|\bв сумме\b|\bна все\b|\bза все\b|\bна весь\b|\bза весь\b|\bобщая сумма"
    r"|\bобщий бюджет|\binsgesamt\b|\bgesamt|\bau total\b|\ben total\b|\btoplam|\bin totale\b|总共"
    r"|总计|一共|合計|총",
    "total all toge over sum the whole lump всего итого сумм все вес общ insgesamt gesamt toplam "
    "in 总 一共 合 총",
)
_ABOUT = (
    r"(?:about|around|approx(?:imately|\.)?|roughly|circa|ca\.?|some|~"
    r"|только|около|примерно|порядка)"
)
_LEAD_END = rf"(?:\s*\b(?:of|is|are|be|to|a|the|budget)\b)*\s*[:=]?\s*(?:{_ABOUT}\s*)?$"
LEAD_LOW_FIRST = pattern(
    r"(?:\b(?:no|not) (?:less|lower|fewer) than|\bне менее|\bне меньше|\bне ниже|\bкак минимум)"
    + _LEAD_END
)
LEAD_HIGH = pattern(
    r"(?:\bup to|\bupto|\bunder|\bbelow|\bless than|\bfewer than|\blower than|\bcheaper than"
    r"|\b(?:no|not) (?:more|higher|greater|over) than|\bnot over|\b(?:not"
    r"|n't)(?: to)? exceed(?:ing)?"
    r"|\bat most|\bat the most|\bmax(?:imum|imal|\.)?(?: budget| amount)?|\bwithin|<=?|≤"
    r"|\blimit(?:ed)?"
    r"|\bcap(?:ped)?(?: at)?|\bceiling|\bcannot exceed|\bbis(?: zu)?|\bunter|\bhochstens"
    r"|\bweniger als"
    r"|\bmaximal|\bjusqu'a|\bmoins de|\bhasta|\bmenos de|\bmaximo|\bate|\bfino a|\bmassimo"
    r"|\bmeno di"
    r"|\ben fazla|\bmaks(?:imum|ymalnie|\.)?|\bponizej|\bне (?:более|больше|выше|свыше)|\bдо"
    r"|\bменее|\bменьше|\bниже|\bмаксимум|\bмакс\.?|\bв пределах|\bмаксимальный бюджет|最多|不超过"
    r"|最大|최대|以内)" + _LEAD_END
)
LEAD_LOW = pattern(
    r"(?:\bfrom|\bover|\babove|\bmore than|\bgreater than|\bhigher than|\bat least|\bmin(?:imum"
    r"|imal|\.)?"
    r"(?: budget| amount)?|\bstarting (?:at|from|with)|\bupwards of|\bexceed(?:s|ing)|>=?|≥|\bab"
    r"|\bmindestens"
    r"|\bmehr als|\buber|\ba partir de|\bau moins|\bplus de|\bdesde|\bal menos|\bmas de|\bminimo"
    r"|\balmeno|\bpiu di|\ben az|\bpowyzej|\bот|\bболее|\bбольше|\bсвыше|\bвыше|\bминимум"
    r"|\bмин\.?|至少|최소)" + _LEAD_END
)
BETWEEN = pattern(r"\b(?:between|entre|между|zwischen|tra|from|от|с)\b")
TAIL_HIGH = pattern(
    r"^\s*(?:[,(]\s*)?(?:max(?:imum)?\b(?![\s$€£]*\d)|or (?:less|under|below|lower)"
    r"|at (?:the )?most|tops\b|and (?:below|under|less)"
    r"|(?:is |as )?(?:my |the |our )?(?:upper )?limit\b|или (?:меньше|ниже)|максимум|макс\b"
    r"|и (?:меньше|ниже)"
    r"|以下|以内|まで|까지|이하|이내)"
)
TAIL_LOW = pattern(
    r"^\s*(?:[,(]\s*)?(?:\+|plus\b(?! [^\d]*\d)|and (?:up|above|more|over|higher)|or (?:more"
    r"|above|over|higher|up)"
    r"|upwards|min(?:imum)?\b(?![\s$€£]*\d)|at least(?![\s$€£]*\d)|и (?:выше|более|больше)"
    r"|или (?:больше|выше|более)|以上|이상)"
)
RANGE_GAP = pattern(
    r"^\s*(?:-+|~|to|until|till|up to|through|thru|\.{2,}|/|or|до|по|или|bis|a|ate|hasta|al|all'"
    r"|и до|"
    r"-\s*to|от|and up to)\s*$"
)
AND_GAP = pattern(r"^\s*(?:and|&|и|und|y|et|e|ve|to)\s*$")
PLUS_GAP = pattern(r"\+|\bplus\b|\band\b|,|;")
PARTS = pattern(
    r"\btuition|\bliving|\brent\b|\bfees\b|\bexpenses|\baccommodation|\bпроживани|\bобучени|\bжиль"
)
ABOUT = pattern(rf"\b{_ABOUT}\b|~|±|\bokolo\b|\betwa\b|\benviron\b|大约|약")
_FULL = (
    r"\b(?:fully|full|100 ?%|100 percent|complete)[- ]?(?:funded|funding|fund|scholarships?"
    r"|rides?|financing"
    r"|financial (?:aid|support)|sponsorship|sponsored|grants?|stipend|tuition (?:waiver"
    r"|scholarship)|bursary)\b"
    r"|\bfullride\b|\b(?:scholarships?|funding) only\b|\bonly (?:with|if|on)(?: a| an)?(?: full)? "
    r"(?:scholarships?|funding|funded)\b|\b(?:only |just )funded\b|\bfunded (?:\w+ )?only\b"
    r"|\bполн\w{2,3} (?:финансирован|стипенди|грант|покрыти)\w*|\bполностью (?:оплач|профинанс"
    r"|покры|финанс)\w*"
    r"|\bтолько (?:с )?(?:грант|стипенди|бесплатн)\w*|\b100 ?% (?:грант|стипенди)\w*"
    r"|\bvollstipendium|\bvoll ?finanziert"
    r"|\bbourse complete|\bentierement finance|\bbeca completa|\btotalmente financiad"
    r"|\bbolsa (?:integral|completa)"
    r"|\bborsa completa|\btam burs\w*|\bpelne (?:stypendium|finansowanie)|\bтолық (?:грант"
    r"|қаржыл)\w*"
    r"|全额奖学金|全奖|全額奨学金|전액 ?장학금"
)
FULL_FUNDING = pattern(
    _FULL,
    "full fund schol 100 complete only стип полн грант финанс бесплат voll bourse entier beca "
    "total bolsa borsa tam peln толы 全 전액 borsa",
)
SOFTENED = pattern(
    r"\bprefer|\bideal|\bhopefully|\bif possible|\bnice to have|\bwould (?:love|like)|\bhope\b"
    r"|\bжелательно"
    r"|\bпо возможности|\bor (?:partial|self)|\bpartial|\bчастичн",
    "pref ideal hope possible nice would желат возможн parti self част",
)
NO_LIMIT = pattern(
    r"\bno (?:upper |budget |financial |money )*(?:limits?|cap|ceiling|maximum|max|restrictions?"
    r"|constraints?)\b"
    r"|\bunlimited|\blimitless|\b(?:money|budget|cost|costs|price|funding|finances) (?:is |are )?"
    r"(?:not (?:a |an )?(?:big )?(?:issue|problem|concern|object|limited)|no (?:object|issue"
    r"|problem|concern)"
    r"|n't (?:a |an )?(?:issue|problem|concern))|\bwithout (?:any )?(?:budget )?limits?"
    r"|\bnot limited\b|\bany (?:budget|amount|price)"
    r"|\bsky(?:'s| is) the limit|\bне ?ограничен|\bбез (?:ограничен|лимит|предел)\w*"
    r"|\bлюбой бюджет|\bлюбая сумма"
    r"|\bденьги не (?:проблема|вопрос)|\bunbegrenzt|\bkeine? (?:grenze|begrenzung|limit)"
    r"|\bsans limites?"
    r"|\billimite|\bsin limites?|\bilimitad|\bsem limites?|\bsenza limiti|\bsinirsiz|\blimitsiz"
    r"|\bbez limitu"
    r"|\bbez ograniczen|\bшектеусіз|无限制|不限|無制限|제한 ?없|无上限|上限なし",
    "no limit any sky не без любо деньги unbegr kein illimit ilimit sinir шектеу 限 제한 'nt n't",
)
DENIED = pattern(r"(?:\bnot|n't|\bno|\bне)\s+(?:(?!unless|without|if|except|кроме)\w+\s+){0,2}$")
BUDGET_WORD = pattern(
    r"\bbudget|\bafford|\bcan pay|\bable to pay|\b(?:want|willing|ready|going|prefer) to pay"
    r"|\bpay (?:up to|no more|at most|max)"
    r"|\bspend\b|\btuition (?:up to|under|below|max|budget|limit)|\bмогу (?:платить|потратить"
    r"|позволить)"
    r"|\bбюджет|\bготов\w* (?:платить|потратить)|\bpresupuesto|\bbutce|\bмоney|预算|予算|예산",
    "budget afford pay spend tuition бюджет готов могу presup butce 预算 予算 예산",
)
# Sums of these are none that somebody has to spend on a year of study.
NOT_BUDGET = pattern(
    r"\bsalar|\bearn|\bincome|\bcompensation|\bзарплат|\bдоход|\brevenue|\bwage|\bdebt|\bturnover"
    r"|\bstipend of"
    r"|\bscholarships? (?:of|worth)|\bapplication fee|\bgrant of",
    "salar earn income compen зарплат доход reven wage debt turnover stipend schol fee grant",
)
NOT_SPENDING = pattern(
    r"\bsaved?\b|\bsavings?\b|\bscholarship|\bfees?\b|\bvisa|\bblocked|\bbank\b|\bdeposit|\bloan"
    r"|\bprize|\bwin\b"
    r"|\braised?\b|\bcosts?\b|\bcharg|\bproof|\bfund(?:s|raising)\b|\bcontribut|\bsponsor"
    r"|\bсбережен|\bнакоплен|\bвиз|\bсчет"
    r"|\bвзнос|\bстоит\b|\bстипенди",
)
MONEY_NO_LIMIT = pattern(
    r"\bno (?:money|budget|financial|price|cost) (?:limits?|cap|ceiling|restrictions?|constraints?)"
    r"|\b(?:money|budget|cost|price|funding) (?:is |are )?(?:not (?:a |an )?(?:big )?(?:issue"
    r"|problem|concern|limited|object)"
    r"|no (?:object|issue|problem|concern)|unlimited)|\bunlimited (?:budget|money|funds)"
    r"|\bany budget|\bлюбой бюджет"
    r"|\bбюджет не ?ограничен|\bденьги не (?:проблема|вопрос)",
    "money budget financ price cost fund бюджет деньги",
)
