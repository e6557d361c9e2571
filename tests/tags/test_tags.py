"""Words → tags: what earns one, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.model import Tag
from seedfeed.tags.mentions import Verdict, find_mentions, judge, match_tags, text_of
from seedfeed.tags.rules import compile_rules
from seedfeed.tags.words import plain
from tests.helpers import a_config


def earns(term: str, text: str, language: str = "en") -> bool:
    rules = compile_rules([Tag(name="tag", terms=(term,), slug="tag")], (language,))
    earned = match_tags(None, text, rules) == ("tag",)
    assert earned == any(find_mentions(plain(text), rules))  # what `explain` shows is what is earned
    return earned


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("France", "In France."),
        ("France", "FRANCE’S army"),
        ("France", "france's"),
        ("France", "‘France’"),
        ("France", "(France)"),
        ("France", "l’Ukraine et d’une France"),
        ("Ukraine", "l’Ukraine"),
        ("Ukraine", "Qu'Ukraine"),
        ("Ukrainian", "Franco-Ukrainian"),
        ("drone", "drone-maker"),
        ("drone", "Drones"),
        ("drone", "the drones’ range"),
        ("drone", "#drone"),
        ("drone", "a dro\u00adne"),  # a soft hyphen, as copied from a page
        ("drones", "one drone"),  # the term is inflected, whichever number it is in
        ("company", "companies"),
        ("enemies", "an enemy"),
        ("man", "men"),
        ("hero", "heroes"),
        ("glass", "glasses"),
        ("crisis", "crises"),
        ("Kennedy", "the Kennedys"),
        ("Noël", "Noe\u0308l"),  # one word in two normal forms
        ("Київ", "місто Київ"),
        ("don't", "Don’t panic"),
        ("Don", "don't, don't, said Don"),
        ("O'Brien", "O’Brien"),
        ("UAV", "UAVs"),
        ("UAV", "U.A.V."),
        ("UAV", "UAVS IN THE AIR"),
        ("US drone", "a US drone"),
        ("plan B", "a plan b"),
        ("UAV", "a UAV’s wing"),
        ("US", "the U.S. Army"),
        ("US", "in the US."),
        ("U.S.", "the US"),
        ("US Army", "the U.S. Army"),
        ("loitering munition", "Loitering\nmunitions"),
        ("loitering munition", "loitering-munition"),
        ("attorney general", "attorneys general"),
        ("C++", "in C++."),
        ("AT&T", "at AT&T’s"),
        ("F-16", "an F-16."),
        ("F-16", "two F-16s"),
        ("F-16", "an F–16"),
        ("Leopard 2", "Leopard 2s"),
        ("Russia-Ukraine war", "the Russia–Ukraine war"),
        ("L'Équipe", "dans L’Équipe"),
        ("l'OTAN", "L’OTAN"),
        ("St. Petersburg", "in St.\xa0 Petersburg"),
        ("cœur", "des coeurs"),
        ("coeur", "le cœur"),
        ("AT&T", "AT & T"),
        ("“strike”", "a strike"),
        ("AB", "İİİİİİİ AB"),
        ("50 %", "only 50\xa0% of it"),
        ("& Co", "Meyer & Co"),
        ("(U.S.)", "Army (U.S.) said"),
        ("4%", "some 4% more"),
        ("formula", "formulae"),
        ("jusqu", "jusqu"),
        ("Ukraine", "jusqu’Ukraine"),
        ("Ukraine", "Ukraineʼs"),
        ("Ukraine", "Ukraine＇s"),
        ("Ukraine", "Ukraine¹ said"),
        ("e.g.", "e.g. this"),
        ("NGOs", "an NGO"),
        ("airman", "airmen"),
        ("buses", "a bus"),
        ("crises", "a crisis"),
        ("churches", "a church"),
        ("C", "vitamin C"),
        ("loitering munition", "loitering\u2010munition"),
        ("loitering munition", "loitering-\nmunition"),
        ("2025", "in 2025,"),
        (".NET", "the .NET framework"),
        ("drone", "dro\u200bne"),
        ("🛩️", "a 🛩 flew"),
        ("🇺🇦", "In 🇺🇦."),
    ],
)
def test_a_mention_earns_the_tag(term: str, text: str) -> None:
    assert earns(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("France", "Francesca, francium"),
        ("drone", "droned, xdrone, drone2"),
        ("US", "let us go, Us, bus"),
        ("US", "the USS Nimitz"),
        ("WHO", "who is it"),
        ("IT", "it's, It’s"),
        ("UAV", "uav"),
        ("Don", "don't"),
        ("won", "won’t"),
        ("Hamas", "Hama"),  # a name is no plural
        ("Times", "at the time"),
        ("news", "something new"),
        ("loitering munition", "loitering. Munition"),
        ("loitering munition", "loitering\n\nmunition"),
        ("loitering munition", "loitering, munition"),
        ("C++", "C, C#"),
        ("C", "C++, C#"),
        ("MPs", "mps"),
        ("L'Équipe", "une équipe"),
        ("=L'Équipe", "l’équipe"),
        ("🇺🇦", "🇷🇺🇦🇹"),
        ("Paris", "he pares"),
        ("Tunis", "tunes"),
        ("arms", "an arm"),
        ("physics", "a physic"),
        ("axis", "an axi"),
        ("loitering munition", "loitering - munition"),
        ("loitering munition", "loitering – munition"),
        ("C#", "C++"),
        (".NET", "a NET loss"),
        ("US drone", "told us drones flew"),
        ("WHO report", "those who report"),
        ("🇺🇦", "🇺🇸 🇦"),
        ("AT&T", "at T, AT T"),
        ("50 %", "50 of them"),
        ("4%", "4 cats"),
        ("हि", "हिन्दी"),  # a vowel sign belongs to its word
    ],
)
def test_a_near_miss_does_not(term: str, text: str) -> None:
    assert not earns(term, text)


def test_each_language_has_its_own_plural_and_others_match_exactly() -> None:
    assert earns("cheval", "les chevaux", "fr-CA")
    assert earns("bateau", "des bateaux", "fr")
    assert earns("bateaux", "un bateau", "fr")
    assert earns("travail", "des travaux", "fr")
    assert earns("journaux", "un journal", "fr")
    assert earns("bijou", "des bijous", "fr")
    assert not earns("cours", "la Cour", "fr")
    assert not earns("Paris", "un pari", "fr")
    assert not earns("cheval", "les chevaux", "en")
    assert earns("Drohne", "DROHNE", "de")
    assert not earns("drone", "dronoj", "eo")
    assert earns("drone", "DRONE", "eo")


def test_tags_stand_in_the_order_of_the_config() -> None:
    tags = [Tag(name=name, terms=(name,), slug=name) for name in ("zebra", "ant")]
    assert match_tags(None, "An ant meets a zebra.", compile_rules(tags, ("en",))) == ("zebra", "ant")


def verdicts(text: str, *tags: Tag, language: str = "en", title: str | None = None) -> dict[str, Verdict]:
    rules = compile_rules(tags, (language,))
    searched, lead = text_of(title, text)
    found = dict(judge(find_mentions(searched, rules), rules.tags, lead))
    earned = match_tags(title, text, rules)
    assert set(earned) == {verdict.tag.name for verdict in found.values() if verdict.earned}
    return {verdict.tag.name: verdict for verdict in found.values()}


OIL = Tag("oil", ("oil", "crude"), "oil", exceptions=("palm oil", "olive oil"))


def test_a_mention_inside_an_exception_does_not_count() -> None:
    verdict = verdicts("The palm oils of Java.", OIL)["oil"]
    assert not verdict.earned
    assert [exception.term for _, exception in verdict.excluded] == ["palm oil"]
    assert verdicts("Palm oil and crude.", OIL)["oil"].earned
    assert verdicts("The oil in palm\noil, the oil.", OIL)["oil"].earned


def test_each_term_of_all_must_be_mentioned_too() -> None:
    tag = OIL._replace(all=("price", "market"))
    assert verdicts("Crude prices on the market", tag)["oil"].earned
    assert verdicts("Crude prices", tag)["oil"].missing == ("market",)
    assert not verdicts("prices on the market", tag)["oil"].earned


def test_a_prominent_mention_stands_in_the_title_near_the_beginning_or_twice() -> None:
    tag = OIL._replace(prominent=True)
    far = "Many other words. " * 20
    assert verdicts(f"{far} crude", tag)["oil"].passing
    assert verdicts(f"{far} crude and oil", tag)["oil"].earned
    assert verdicts(f"Oil! {far}", tag)["oil"].earned
    assert verdicts(far, tag, title="Crude")["oil"].earned
    assert verdicts("x" * 299 + " oil", tag)["oil"].passing
    assert verdicts("x" * 298 + " oil", tag)["oil"].earned
    assert verdicts("x" * 298 + " oil", tag, title="A title counts beside the text")["oil"].earned
    assert verdicts(f"{far} palm oil, crude", tag)["oil"].passing  # the one inside the exception is none


@pytest.mark.parametrize(
    ("term", "finds", "misses"),
    [
        ("=Turkey", ["In Turkey.", "Turkey’s", "Turkey-based"], ["turkey", "TURKEY", "Turkeys"]),
        ("=U.S.", ["the U.S. Army"], ["the US", "u.s."]),
        ("=Air France", ["an Air\nFrance jet"], ["air France", "AIR FRANCE"]),
        ("droni*", ["droning", "DRONIES"], ["drone", "adroni"]),
        ("UAV*", ["UAVs", "UAV", "UAVX"], ["uavs"]),
        ("loiter* munition", ["loitering munitions", "Loiterers’ munition"], ["munition", "loit munition"]),
        ("=Dron*", ["Drones", "Dron"], ["drones"]),
        ("Oil", ["oil", "OILS", "Oil"], ["oiled", "foil"]),
        ("Drones", ["one drone"], []),
    ],
)
def test_signs_say_how_exactly_a_term_is_meant(term: str, finds: list[str], misses: list[str]) -> None:
    assert [text for text in finds if not earns(term, text)] == []
    assert [text for text in misses if earns(term, text)] == []


@pytest.mark.parametrize(
    ("language", "term", "finds", "misses"),
    [
        ("de", "Drohne", ["Die Drohnen.", "DROHNE", "Drohnen-Abwehr"], ["drohnen", "drohnend"]),
        ("de", "Haus", ["in den Häusern", "des Hauses"], ["hausen", "Hausmann"]),
        ("de", "Drohne*", ["Drohnenabwehr"], ["drohnenartig"]),
        ("de", "ukrainisch", ["ukrainischer", "Ukrainische"], ["Ukraine"]),
        ("de", "Straße", ["STRASSEN", "Strasse", "Straßen, Größe"], ["straße"]),
        ("de", "Fluss", ["Flüsse", "des Flusses"], ["Flüssen-".lower()]),
        ("de", "Lehrerin", ["Lehrerinnen"], []),
        ("fr", "ukrainien", ["ukrainienne", "ukrainiennes", "L’Ukrainien"], ["ukraine"]),
        ("fr", "cheval", ["les chevaux", "d’un cheval"], ["chevalier"]),
        ("uk", "Київ", ["у Києві", "Києвом"], ["київський"]),
        ("uk", "завод", ["на заводі", "заводами"], ["заводський"]),
        ("uk", "сім’я", ["сім'ї", "сім’єю"], ["сім"]),
        ("uk", "безпілотник", ["безпілотників"], []),
        ("ru", "Москва", ["в Москве", "Москвою"], ["московский"]),
        ("ru", "год", ["годов", "году"], ["годный"]),
        ("ru", "ёлка", ["ёлками", "елка"], []),
        ("ru", "самолет", ["самолёты"], []),
        ("ru", "Украина", ["в Укра\u0301ине", "в Укра\u00ad\u0301ине"], []),
        ("de", "e-Mail", ["eine e-Mail"], ["Hallo Welt"]),
        ("de", "Gros*", ["Große", "Gross"], ["großartig"]),
        ("fr", "travailleur", ["les travailleuses"], []),
        ("uk", "український дрон", ["українського дрона", "Українські дрони"], ["український"]),
        ("en-GB", "drone", ["drones"], []),
        ("eo", "dron", ["dron"], ["drons"]),
    ],
)
def test_each_language_inflects_the_term_and_leaves_the_text(
    language: str, term: str, finds: list[str], misses: list[str]
) -> None:
    assert [text for text in finds if not earns(term, text, language)] == []
    assert [text for text in misses if earns(term, text, language)] == []


@pytest.mark.parametrize(
    ("text", "tag", "term"),
    [("The WHO report", "WHO", "WHO"), ("a who’s who", None, None), ("It rained on us", None, None)],
)
def test_acronyms_find_capitals_only(text: str, tag: str | None, term: str | None) -> None:
    rules = compile_rules([Tag(name, (name,), name) for name in ("WHO", "US", "IT")], ("en",))
    found = [(rules.tags[each.tag].name, each.term) for each in find_mentions(plain(text), rules)]
    assert found == ([(tag, term)] if tag else [])


LABELLED = Path(__file__).parents[1] / "cases" / "labelled" / "clippings.txt"
NAMES = ("France", "Ukraine", "Turkey", "US", "drones", "oil", "WHO", "Renault", "AI", "arms")
TERMS = """
tags:
  France: [France, French, Paris]
  Ukraine: [Ukraine, Ukrainian, Kyiv]
  Turkey: [Turkey, Türkiye, Turkish, Ankara]
  US: [US, United States, American, America, Washington]
  drones: [drone, UAV, unmanned aerial vehicle, unmanned aircraft, quadcopter, loitering munition]
  oil: [oil, petroleum, crude, Brent, barrel, refinery]
  WHO: [WHO, World Health Organization]
  Renault: [Renault]
  AI: [AI, artificial intelligence, machine learning]
  arms: [arms, weapon, ammunition, munition]
"""
FULL = """
tags:
  France:
    any: [France, French, Paris]
    not: ["Paris, Texas", Paris Hilton, Anatole France, French fries, French toast, plaster of Paris]
  Ukraine: [Ukraine, Ukrainian, Kyiv, Odesa, Lviv, Kharkiv, Zelensky]
  Turkey: {any: ["=Turkey", Türkiye, Turkish, Ankara, Istanbul, Erdogan], not: [Turkish delight, Turkish bath]}
  US:
    any: [US, United States, American, America, Washington, Pentagon, White House, USS]
    not: [South America, Latin America]
  drones:
    any: [drone, UAV, unmanned aerial vehicle, unmanned aircraft, quadcopter, loitering munition]
    not: [drone bee, drone music, drone metal]
  oil:
    any: [oil, petroleum, crude, Brent, oil price, barrel price, refinery, OPEC]
    not: [palm oil, olive oil, sunflower oil, cooking oil, oil painting, oil paint, vegetable oil, Brent Council]
  WHO: [WHO, World Health Organization]
  Renault: {any: [Renault], not: [Mary Renault]}
  AI: [AI, artificial intelligence, machine learning, language model, neural network]
  arms:
    any: [arms trade, arms export, arms sale, arms deal, arms embargo, arms maker, arms control, arms industry,
          arms shipment, weapon, ammunition, munition, howitzer, missile, rifle]
"""


@pytest.mark.parametrize(
    ("rules", "precision", "recall"),
    [(f"tags: [{', '.join(NAMES)}]", 0.81, 0.47), (TERMS, 0.86, 0.88), (FULL, 0.92, 0.94)],
    ids=["a list", "terms", "the full form"],
)
def test_an_editor_would_have_given_these_tags(rules: str, precision: float, recall: float) -> None:
    """160 clippings full of traps, labelled by a reader who did not know the rules."""
    compiled = compile_rules(a_config(f"title: T\nurl: https://example.org/\n{rules}").tags, ("en",))
    right = given = wanted = 0
    for item in LABELLED.read_text(encoding="utf-8").split("\n%%\n"):
        head, _, body = item.strip().partition("\n\n")
        labels, title = head.split("\n")
        earned = set(match_tags(title.removeprefix("title: "), body, compiled))
        meant = {label.strip(" ?") for label in labels.removeprefix("tags:").split(",")} - {""}
        right, given, wanted = right + len(earned & meant), given + len(earned), wanted + len(meant)
    assert (right / given >= precision, right / wanted >= recall) == (True, True), (right / given, right / wanted)


WORDS = st.sampled_from(
    [
        "us",
        "US",
        "U.S.",
        "Us",
        "☀",
        "STRASSE",
        "Straße",
        "“",
        "ſ",
        "don",
        "don't",
        "can",
        "can't",
        "drone",
        "s",
        "'s",
        "’",
        "-",
        ".",
        " ",
        "\n",
        "++",
        "é",
        "l'",
        "ŉ",
        "ß",
    ]
)


@given(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40))
def test_no_mention_is_lost_by_looking_only_where_a_term_may_begin(text: str) -> None:
    terms = (
        "France",
        "US",
        "drone",
        "US drone",
        "C++",
        "é",
        "ß",
        "s",
        "l",
        "ŉ",
        "ss*",
        "=Us",
        "US *",
        "☀",
        "don",
        "can",
    )
    rules = compile_rules([Tag(name=term, terms=(term,), slug="x") for term in terms], ("en",))
    text = plain(text)
    every_word = rules._replace(pictures=text[:1])
    assert list(find_mentions(text, rules)) == list(find_mentions(text, every_word))
    assert set(match_tags(None, text, rules)) == {mention.term for mention in find_mentions(text, rules)}
