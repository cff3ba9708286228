"""Names of places beyond the standard lists: aliases, demonyms, cities, states, regions.

The standard lists (ISO codes and names in many languages) come from pycountry and Babel; here is
what people write instead. Entries are `CODE: name, name`, compared with folded text.
"""

from __future__ import annotations

ALIASES = """
GB: UK, U.K, Britain, Great Britain, England, Scotland, Wales, Northern Ireland, United Kingdom
GB: the UK
GB: Англия, Великобритания, Британия, Шотландия, Соединенное Королевство, Ұлыбритания, Англія
GB: Британія
GB: 英国, イギリス, 영국, Royaume-Uni, Angleterre, Vereinigtes Königreich, Großbritannien
GB: Inglaterra, Reino Unido, Gran Bretaña
GB: Gran Bretagna, Inghilterra, Regno Unito, İngiltere, Birleşik Krallık, Wielka Brytania, Anglia
GB: Anglii
GB: Wielkiej Brytanii, Grossbritannien, Schottland, Grande-Bretagne, Engeland
US: USA, U.S, U.S.A, United States, United States of America, the States, America, Amerika, US of A
US: США, Америка, Соединенные Штаты, Соединенные Штаты Америки, Штаты, АҚШ, アメリカ, 美国, 米国
US: 미국, Vereinigte Staaten
US: Etats-Unis, Estados Unidos, EE. UU, EEUU, EUA, Stati Uniti, ABD, Amerika Birleşik Devletleri
US: Stany Zjednoczone, Ameryka, Stanach Zjednoczonych, Сполучені Штати, Estados Unidos de América
DE: Germany, FRG, Deutschland, BRD, Германия, ФРГ, Німеччина, Alemania, Alemanha, Allemagne
DE: Germania
DE: Almanya, Niemcy, Niemczech, Niemiec, Nemetschina
NL: Holland, Netherland, The Netherlands, Holland (Netherlands), Голландия, Нидерланды, Paesi Bassi
NL: Olanda
NL: Hollanda, Holandia, Holanda, Pays-Bas, Niederlande, Nederland, Niderlandy
AE: UAE, U.A.E, Emirates, United Arab Emirates, Emirate, ОАЭ, Эмираты
AE: Объединенные Арабские Эмираты, BAE
KR: South Korea, Korea, S. Korea, S Korea, Republic of Korea, ROK, Южная Корея, Корея, Südkorea
KR: Corea del Sur
KR: 韩国, 韓国, 한국, Corée du Sud, Güney Kore, Kore, Corea, Coréia do Sul, Coreia do Sul
KR: Республика Корея, Оңтүстік Корея, Корея Республикасы
KP: North Korea, DPRK, Северная Корея, КНДР
TR: Turkey, Türkiye, Turkiye, Turkei, Турция, Türkei, Turquía, Turquie, Turchia, Turcja, Туреччина
TR: Түркия
CN: China, PRC, Mainland China, People's Republic of China, Китай, КНР, Qytai, Қытай, Chine, Cina
CN: Çin, Chiny
HK: Hong Kong, Hongkong, HKSAR, Гонконг
MO: Macau, Macao, Макао
TW: Taiwan, Тайвань, ROC Taiwan
CZ: Czechia, Czech Republic, Czech, Чехия, Чешская Республика, Tschechien, Chequia, República Checa
CZ: Cechia, Czechy
CH: Switzerland, Schweiz, Suisse, Svizzera, Suiza, Suíça, İsviçre, Szwajcaria, Швейцария, Швейцарія
RU: Russia, Russian Federation, Россия, РФ, Rusia, Russie, Russland, Rusya, Rosja, Росія, Ресей
AU: Australia, Aus, Oz, Down Under, Австралия, Avustralya, Australien, Australie
NZ: New Zealand, NZ, Aotearoa, Новая Зеландия, Yeni Zelanda
CA: Canada, Канада, Kanada, Canadá
IE: Ireland, Republic of Ireland, Eire, Ирландия, Irland, Irlande, Irlanda, İrlanda, Irlandia
VN: Vietnam, Viet Nam, Вьетнам
IR: Iran, Иран
QA: CMU-Q, CMU Qatar, Georgetown Qatar, Northwestern Qatar, Education City
SY: Syria, Сирия
LA: Laos
MD: Moldova, Moldavia, Молдова, Молдавия
BO: Bolivia
VE: Venezuela
TZ: Tanzania
BN: Brunei
CD: DR Congo, DRC, Democratic Republic of Congo, Congo-Kinshasa
CG: Congo, Republic of the Congo, Congo-Brazzaville
CI: Ivory Coast, Cote d'Ivoire
CV: Cape Verde
SZ: Swaziland, Eswatini
MM: Burma, Myanmar
MK: Macedonia, North Macedonia
BA: Bosnia, Bosnia and Herzegovina, Bosnia & Herzegovina
PS: Palestine
VA: Vatican
SA: Saudi, Saudi Arabia, KSA, Kingdom of Saudi Arabia, Саудовская Аравия
KZ: Kazakhstan, Kazakstan, Qazaqstan, KZ, Казахстан, Қазақстан, РК, Kazajistán, Kazachstan
KZ: Kasachstan
KG: Kyrgyzstan, Kirghizia, Kirgizstan, Киргизия, Кыргызстан
UZ: Uzbekistan, Узбекистан, O'zbekiston
BY: Belarus, Byelorussia, Беларусь, Белоруссия
IN: India, Bharat, Индия, Indien, Inde, Hindistan, Үндістан, Індія
BR: Brazil, Brasil, Бразилия
MX: Mexico, Mexiko, Мексика
PH: Philippines, the Philippines, Phillipines, Филиппины
FR: France, Франция, Frankreich, Francia, França, Fransa, Francja, Франція
IT: Italy, Italia, Италия, Italien, Italie, Itália, İtalya, Włochy, Włoszech, Італія
ES: Spain, España, Испания, Spanien, Espagne, Espanha, Spagna, İspanya, Hiszpania, Іспанія
PL: Poland, Polska, Polsce, Польша, Polen, Pologne, Polonia, Polonya, Польща
SE: Sweden, Sverige, Швеция, Schweden, Suède, Suecia, İsveç, Szwecja, Svezia
NO: Norway, Norge, Норвегия, Norwegen, Norvège, Noruega, Norveç
DK: Denmark, Danmark, Дания, Dänemark, Danemark, Dinamarca, Danimarka
FI: Finland, Suomi, Финляндия, Finnland, Finlande, Finlandia, Finlandiya
AT: Austria, Österreich, Oesterreich, Австрия, Autriche, Avusturya
BE: Belgium, Belgien, Belgique, België, Бельгия, Bélgica
JP: Japan, Nippon, Япония, Japon, Giappone, Japonya, Japón, Жапония, Японія
SG: Singapore, Singapur, Singapour, Сингапур, Cingapura
MY: Malaysia, Малайзия
TH: Thailand, Таиланд, Тайланд
ID: Indonesia, Индонезия
HU: Hungary, Magyarország, Венгрия, Ungarn, Hongrie, Macaristan, Węgry
GE: Georgia, Gruzia, Грузия, Georgien, Géorgie, Gürcistan, Gruzja, Sakartvelo
AM: Armenia, Армения
AZ: Azerbaijan, Азербайджан
UA: Ukraine, Украина, Україна
GR: Greece, Hellas, Греция
PT: Portugal, Португалия
IL: Israel, Израиль
EG: Egypt, Египет
ZA: South Africa, RSA, ЮАР
PK: Pakistan, Пакистан
BD: Bangladesh, Бангладеш
LK: Sri Lanka, Шри-Ланка
NG: Nigeria, Нигерия
JO: Jordan, Иордания
QA: Qatar, Катар
LT: Lithuania, Литва
LV: Latvia, Латвия
EE: Estonia, Эстония
"""

# Names that need capitals wherever they stand in running text.
CAPITALS = """
US: US
GB: GB
AE: BAE
NZ: NZ
AU: Aus, Oz
KR: ROK
CN: PRC
CD: DRC
SA: KSA
ZA: RSA
KZ: KZ, РК
US: EUA, ABD
RU: РФ
"""
# Universities that are known by their initials.
INITIALS = """
US: MIT, UCLA, NYU, CMU, USC, UPenn, Caltech, UIUC
GB: LSE, UCL, KCL, SOAS
SG: NUS, NTU, SMU
CH: ETH, EPFL
KR: KAIST, POSTECH, SNU
CA: UBC, UofT
AU: UNSW, ANU
DE: RWTH, TUM, LMU, KIT
HK: HKU, HKUST, CUHK
NL: TU Delft
"""

# Names that are ordinary words or names of people too. In running text they count only after a
# preposition or beside other countries.
AMBIGUOUS = """
jordan, chad, jersey, georgia, guernsey, dominica, dominique, dominika, мали, чад, norfolk, palau,
saba, sark,
christmas island, martinique, oz, aus, granada, salvador, grenade
"""
# Words of another meaning without their capital: in running text they need it, or a preposition.
CAPITALISED = """
turkey, china, guinea, niger, togo, tonga, mali, oman, cuba, peru, czech, polska, anglia, america,
cyprus, benin,
штаты, америка, куба, дания, saudi, the states, down under, holland, jordania, samoa, monaco,
corea, kore, turkei
"""

# Words that the standard lists hold as names in one language and that mean something else in
# another: never names.
NOT_NAMES = """
того, самое, island, benim, gana, гана, riunione, reunion, cin, mauricio, maurizio, maurice,
danie, indie, малі, перу, fas, man
"""
# Ordinary words and names of people one or two letters away from a country's name: never typos.
NOT_TYPOS = """
medico, domenica, libera, argentino, seria, romana, romani, angolo, franco, hungry, russa, franc,
columbia, russi,
angela, gamba, francs, libreria, malati, cameron, germans, cansada, franck, casada, gabbia,
palestina, franche,
brune, argentin, cyrus, paraguas, greene, philippine, liberta, palestino, dominic, franke, ismael,
giorgia, serba,
serbio, antarctic, frange, canapa, colomba, alegria, bruni, arminia, surname, bulgari, germano,
algeri, fiance,
brunet, gamboa, armena, monaca, swedes, argentins, cantada, germani, gambit, georgina, camada,
jourdan, swede,
romanza, georgi, almeria, mexica, moldava, brunel, honduran, randa, pajama, germana, armeria,
dominick,
philistines, somalis, howland, philippians, bahama, australis, canado, angora, marotte,
montferrat, bruner,
jordon, germane, jordin, jordyn, lebaron, tainan, monaro, jorden, hondurans, canara, noway,
taipan, belgaum,
fenland, jordaan, belsize, ethiopic, montenegrin, candid, canary, turner, frenzy, spain's
"""

# Adjectives. In running text they count only before a word such as "universities" or "visa".
DEMONYMS = """
GB: British, English, Scottish, Welsh, UK-based
US: American, US-American, U.S.-based
DE: German
FR: French
NL: Dutch
ES: Spanish
IT: Italian
PT: Portuguese
IE: Irish
CH: Swiss
AT: Austrian
BE: Belgian
SE: Swedish
NO: Norwegian
DK: Danish
FI: Finnish
IS: Icelandic
PL: Polish
CZ: Czech
HU: Hungarian
GR: Greek
TR: Turkish
RU: Russian
UA: Ukrainian
KZ: Kazakh, Kazakhstani
UZ: Uzbek
KG: Kyrgyz
GE: Georgian
AM: Armenian
AZ: Azerbaijani
IN: Indian
PK: Pakistani
BD: Bangladeshi
LK: Sri Lankan
NP: Nepalese, Nepali
CN: Chinese
JP: Japanese
KR: Korean, South Korean
TW: Taiwanese
SG: Singaporean
MY: Malaysian
TH: Thai
VN: Vietnamese
ID: Indonesian
PH: Filipino
AU: Australian, Aussie
NZ: New Zealand, Kiwi
CA: Canadian
MX: Mexican
BR: Brazilian
AR: Argentine, Argentinian
CL: Chilean
CO: Colombian
PE: Peruvian
EG: Egyptian
ZA: South African
NG: Nigerian
KE: Kenyan
GH: Ghanaian
MA: Moroccan
SA: Saudi
AE: Emirati
QA: Qatari
IL: Israeli
IR: Iranian
EE: Estonian
LV: Latvian
LT: Lithuanian
RO: Romanian
BG: Bulgarian
HR: Croatian
RS: Serbian
SK: Slovak
SI: Slovenian
LU: Luxembourgish
MT: Maltese
CY: Cypriot
"""
# Stems of Russian adjectives, ended by the generator of forms.
RUSSIAN_ADJECTIVES = """
GB: британск, английск, шотландск
US: американск
DE: немецк, германск
FR: французск
NL: голландск, нидерландск
ES: испанск
IT: итальянск
IE: ирландск
CH: швейцарск
AT: австрийск
BE: бельгийск
SE: шведск
NO: норвежск
DK: датск
FI: финск
PL: польск
CZ: чешск
HU: венгерск
TR: турецк
RU: российск
KZ: казахстанск
CN: китайск
JP: японск
KR: корейск, южнокорейск
SG: сингапурск
AU: австралийск
CA: канадск
AE: эмиратск
"""

CITIES = """
GB: London, Manchester, Edinburgh, Glasgow, Oxford, Cambridge, Birmingham, Leeds, Bristol, Liverpool
GB: Sheffield, Nottingham, Southampton, Newcastle, Cardiff, Belfast, Warwick, Durham, St Andrews
GB: Imperial College
GB: King's College London, London School of Economics, Лондон, Лондоне, Оксфорд, Кембридж
GB: Манчестер, Эдинбург, Londra
GB: Londres, Londyn
US: New York, NYC, Boston, Chicago, San Francisco, Los Angeles, Seattle, Silicon Valley, Bay Area
US: Washington DC
US: Washington D.C, Philadelphia, Houston, Dallas, Atlanta, Miami, San Diego, Denver, Pittsburgh
US: Palo Alto
US: Stanford, Harvard, Princeton, Yale, Berkeley, Columbia University, Cornell, Carnegie Mellon
US: Georgia Tech
US: Johns Hopkins, Duke University, Massachusetts Institute of Technology, Purdue, Нью-Йорк
US: Нью-Йорке
US: Кремниевая долина, Бостон, Гарвард, Стэнфорд, Ivy League, Minneapolis, Detroit, Las Vegas
US: Austin, Portland, Phoenix
US: University of Georgia, Georgia State University, University of Michigan, Brown University
US: Dartmouth, Northwestern University
CA: Toronto, Vancouver, Montreal, Montréal, Ottawa, Calgary, Edmonton, Waterloo, McGill, Winnipeg
CA: Halifax, Quebec City
CA: McMaster, Торонто, Ванкувер, Монреаль
DE: Berlin, Munich, München, Muenchen, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Düsseldorf
DE: Dusseldorf, Leipzig
DE: Dresden, Heidelberg, Aachen, Bonn, Karlsruhe, Freiburg, TU Berlin, TU Munich, TU München
DE: Берлин, Берлине
DE: Мюнхен, Мюнхене, Гамбург, Франкфурт, Göttingen, Tübingen, Darmstadt, Mannheim
FR: Paris, Lyon, Marseille, Toulouse, Grenoble, Sorbonne, Sciences Po, HEC Paris, INSEAD, Париж
FR: Париже, Лион, Parigi, Strasbourg, Bordeaux
NL: Amsterdam, Rotterdam, The Hague, Delft, Eindhoven, Utrecht, Groningen, Leiden, Maastricht
NL: Амстердам, Амстердаме, Wageningen
IT: Rome, Milan, Milano, Turin, Torino, Bologna, Florence, Padua, Padova, Politecnico di Milano
IT: Bocconi, Рим, Риме, Милан, Милане, Naples, Venice
ES: Madrid, Barcelona, Valencia, Seville, Мадрид, Барселона, Барселоне
CH: Zurich, Zürich, Geneva, Lausanne, Basel, Bern, Цюрих, Женева, Лозанна, ETH Zurich, ETH Zürich
CH: Lugano, St Gallen
SE: Stockholm, Gothenburg, Malmö, Lund, Uppsala, Стокгольм, KTH, Chalmers
NO: Oslo, Bergen, Trondheim, Осло
DK: Copenhagen, Aarhus, Копенгаген
FI: Helsinki, Tampere, Aalto, Хельсинки, Espoo
IE: Dublin, Galway, Trinity College Dublin, Дублин, Дублине, Limerick
AT: Vienna, Wien, Graz, Salzburg, Innsbruck, Вена, Вене
BE: Brussels, Leuven, Ghent, Antwerp, KU Leuven, Брюссель
CZ: Prague, Praha, Brno, Прага, Праге
PL: Warsaw, Warszawa, Krakow, Kraków, Wroclaw, Wrocław, Варшава, Варшаве, Краков, Gdansk, Poznan
HU: Budapest, Будапешт, Будапеште
PT: Lisbon, Lisboa, Porto, Лиссабон
GR: Athens, Thessaloniki, Афины
TR: Istanbul, Ankara, Izmir, Стамбул, Стамбуле, Анкара, Bilkent, Boğaziçi, Bogazici, Koç University
RU: Moscow, Saint Petersburg, St Petersburg, Москва, Москве, Санкт-Петербург, Казань, Novosibirsk
KZ: Almaty, Astana, Nur-Sultan, Shymkent, Алматы, Астана, Астане, Караганда, Nazarbayev University
KZ: Шымкент
UZ: Tashkent, Ташкент, Samarkand
GE: Tbilisi, Batumi, Тбилиси
AM: Yerevan, Ереван
AZ: Baku, Баку
UA: Kyiv, Kiev, Lviv, Киев
AU: Sydney, Melbourne, Brisbane, Perth, Adelaide, Canberra, Сидней, Мельбурн, Monash, Gold Coast
NZ: Auckland, Wellington, Christchurch, Otago
JP: Tokyo, Osaka, Kyoto, Nagoya, Токио, Осака, 東京, 大阪, 京都, Tokio, Waseda, Fukuoka
KR: Seoul, Busan, Daejeon, Сеул, Сеуле, Пусан, 서울, 부산, Yonsei, Seul
CN: Beijing, Shanghai, Shenzhen, Guangzhou, Hangzhou, Tsinghua, Peking University, Fudan, Пекин
CN: Пекине, Шанхай, 北京, 上海, 深圳, 清华
HK: Kowloon
TW: Taipei
SG: National University of Singapore, Nanyang
MY: Kuala Lumpur, Penang
TH: Bangkok, Бангкок
VN: Hanoi, Ho Chi Minh City, Saigon
ID: Jakarta, Bandung
PH: Manila
IN: Delhi, New Delhi, Mumbai, Bangalore, Bengaluru, Hyderabad, Chennai, Kolkata, Pune, IIT Bombay
IN: IIT Delhi
PK: Karachi, Lahore, Islamabad
BD: Dhaka
NP: Kathmandu
LK: Colombo
AE: Dubai, Abu Dhabi, Sharjah, Дубай, Дубае, Абу-Даби, 두바이
SA: Riyadh, Jeddah, KAUST
QA: Doha
IL: Tel Aviv, Jerusalem, Haifa, Technion
EG: Cairo, Alexandria
ZA: Cape Town, Johannesburg
NG: Lagos, Abuja
KE: Nairobi
GH: Accra
MA: Casablanca, Rabat
BR: São Paulo, Sao Paulo, Rio de Janeiro
MX: Mexico City, Guadalajara, Monterrey
AR: Buenos Aires
CL: Santiago
CO: Bogota, Bogotá, Medellin
PE: Lima
EE: Tallinn, Tartu
LV: Riga
LT: Vilnius
RO: Bucharest
BG: Sofia
RS: Belgrade
HR: Zagreb
SI: Ljubljana
SK: Bratislava
IS: Reykjavik
"""
STATES = """
US: California, Texas, New Jersey, Massachusetts, Florida, Illinois, Pennsylvania, Ohio, Michigan
US: New York State
US: North Carolina, South Carolina, Arizona, Colorado, Oregon, Minnesota, Wisconsin, Indiana
US: Connecticut, New Mexico
US: Tennessee, Utah, Nevada, Hawaii, Alaska, Louisiana, Missouri, Oklahoma, Iowa, Kansas, Kentucky
US: Alabama
US: West Virginia, New Hampshire, Vermont, Rhode Island, Nebraska, Калифорния, Калифорнии
CA: Ontario, British Columbia, Quebec, Québec, Alberta, Manitoba, Nova Scotia, Saskatchewan
CA: New Brunswick
DE: Bavaria, Bayern, Saxony, Hesse, Baden-Württemberg, North Rhine-Westphalia
AU: New South Wales, NSW, Queensland, Tasmania, Western Australia, South Australia
ES: Catalonia, Andalusia
IT: Lombardy, Tuscany, Sicily
"""
# Cities whose name is a person's or a plain word: they count after a preposition, or in a list of
# places.
NAMELIKE_CITIES = """
florence, milan, austin, sydney, phoenix, portland, dallas, denver, houston, lima, sofia, cologne,
warwick, durham,
wellington, newcastle, perth, bergen, lund, nancy, victoria, columbia, adelaide, georgia state,
colombo, alexandria,
porto, bologna, vienna, santiago, waterloo, halifax, lagos, bern, eth, kit, otago, delft, cornell,
yale, duke, graz,
рим, вена, риме, вене, saigon, brno, rabat, imperial college, venice, naples, gold coast,
valencia, leeds, lyon,
jerusalem, stanford, berkeley, purdue, lugano, monterrey, indiana, alberta, aalto, chalmers,
nanyang, brisbane
"""
# Other countries in which a city of that name is well known too.
NAMESAKES = """
london: CA
cambridge: US
birmingham: US
manchester: US
paris: US
athens: US
dublin: US
rome: US
melbourne: US
vancouver: US
durham: US
newcastle: AU
perth: GB
wellington: GB
portland: US
oxford: US
waterloo: BE
moscow: US
naples: US
florence: US
boston: GB
hyderabad: PK
alexandria: US
valencia: VE
santiago: ES
"""

REGIONS = """
Europe: Europe, European countries, European, continental Europe, Европа, Европе, Европу, Европы
Europe: европейские, европейских, Europa, Avrupa, Еуропа, Європа, Європі, 欧洲, ヨーロッパ, 유럽
European Union: EU, European Union, ЕС, Евросоюз, Евросоюзе, Schengen, Schengen area, UE
European Union: AB ülkeleri
Scandinavia: Scandinavia, Scandinavian, Скандинавия, Скандинавии, Скандинавию, скандинавские
Scandinavia: скандинавских, Skandinavien
Nordic countries: Nordics, Nordic, Nordic countries, the Nordics
Western Europe: Western Europe, West Europe, Западная Европа, Западной Европе, Западную Европу
Eastern Europe: Eastern Europe, East Europe, Восточная Европа, Восточной Европе, Восточную Европу
Central Europe: Central Europe, Центральная Европа, Центральной Европе
Southern Europe: Southern Europe
Northern Europe: Northern Europe
Balkans: Balkans, the Balkans, Балканы
Baltics: Baltics, Baltic states, Baltic countries, Прибалтика, Прибалтике
Benelux: Benelux, Бенилюкс
DACH: DACH, DACH region, German-speaking countries
Asia: Asia, Asian countries, Asian, Азия, Азии, Азию, Asien, Asie, Asya, 亚洲, アジア, 아시아
East Asia: East Asia, Восточная Азия, Восточной Азии
Southeast Asia: Southeast Asia, South East Asia, South-East Asia, SEA region, Юго-Восточная Азия
South Asia: South Asia
Central Asia: Central Asia, Центральная Азия, Центральной Азии, Средняя Азия
Middle East: Middle East, MENA, Ближний Восток, Ближнем Востоке, Orta Doğu
Gulf states: Gulf, the Gulf, Gulf countries, Gulf states, GCC
Africa: Africa, African countries, Африка, Африке, Afrika, Afrique
North America: North America, Северная Америка, Северной Америке, Северную Америку, Nordamerika
North America: Amérique du Nord
South America: South America, Южная Америка, Южной Америке
Latin America: Latin America, LATAM, Latinoamérica, América Latina, Латинская Америка
Latin America: Латинской Америке
Oceania: Oceania, Australasia, Океания
CIS: CIS, CIS countries, СНГ
English-speaking countries: English-speaking countries, English speaking countries
English-speaking countries: anglophone countries, англоязычные страны, англоязычных странах
Commonwealth: Commonwealth, Commonwealth countries
"""
REGION_CAPITALS = "EU, UE, ЕС, SEA, CIS, MENA, DACH, GCC, AB"

# How a name reads inside a sentence, where Babel's differs.
SENTENCE_NAMES = """
GB: the United Kingdom
US: the United States
NL: the Netherlands
AE: the United Arab Emirates
CZ: the Czech Republic
PH: the Philippines
MV: the Maldives
BS: the Bahamas
GM: the Gambia
DO: the Dominican Republic
CF: the Central African Republic
CD: the Democratic Republic of the Congo
CG: the Republic of the Congo
KM: the Comoros
MH: the Marshall Islands
SB: the Solomon Islands
KY: the Cayman Islands
FO: the Faroe Islands
FK: the Falkland Islands
CK: the Cook Islands
VG: the British Virgin Islands
VI: the US Virgin Islands
TC: the Turks and Caicos Islands
MP: the Northern Mariana Islands
VA: Vatican City
HK: Hong Kong
MO: Macao
TR: Türkiye
MM: Myanmar
PS: Palestine
IM: the Isle of Man
SC: the Seychelles
BA: Bosnia and Herzegovina
TT: Trinidad and Tobago
AG: Antigua and Barbuda
KN: Saint Kitts and Nevis
VC: Saint Vincent and the Grenadines
LC: Saint Lucia
ST: São Tomé and Príncipe
CI: Côte d'Ivoire
"""
