"""Tags in several languages: those of the config, and that of the seed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedfeed.model import Tag
from seedfeed.tags.mentions import find_mentions, match_tags
from seedfeed.tags.rules import rules_of
from tests.config.test_config import faults
from tests.helpers import CONFIG, Site, a_config

#: What the first user has: three tags, in three languages.
TAGS = (
    Tag("France", ("France", "French", "français", "Франція", "французький", "Paris"), ""),
    Tag("Ukraine", ("Ukraine", "Ukrainian", "ukrainien", "Україна", "український", "Київ"), ""),
    Tag("drones", ("drone", "UAV", "дрон", "безпілотник"), ""),
)
DESK = rules_of(TAGS, ("en", "fr", "uk"))


def is_found(term: str, text: str, language: str) -> bool:
    """Whether a text mentions a term, with the rules of a language."""
    return bool(match_tags(None, text, rules_of([Tag("tag", (term,), "")], (language,))(None)))


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ("Drones over the Ukrainian border.", "Ukraine drones"),
        ("The French and the Ukrainians build UAVs.", "France Ukraine drones"),
        ("Les Ukrainiennes assemblent des drones.", "Ukraine drones"),
        ("Deux sociétés françaises, une ukrainienne.", "France Ukraine"),
        ("L’usine est à Paris, le drone à Kyiv.", "France drones"),
        ("У Києві будують дрони.", "Ukraine drones"),
        ("Французькі безпілотники над Україною.", "France Ukraine drones"),
        ("Делегація з Франції говорила про дронів.", "France drones"),
        ("Українських пілотів навчають у Парижі.", "Ukraine"),
        ("Nothing of it, rien, нічого.", ""),
    ],
)
def test_a_desk_finds_its_tags_in_all_its_languages(text: str, earned: str) -> None:
    assert match_tags(None, text, DESK(None)) == tuple(earned.split())


@pytest.mark.parametrize(
    ("languages", "lang", "term", "text", "found"),
    [
        (["en"], None, "cheval", "Deux chevaux.", False),
        (["en"], "fr", "cheval", "Deux chevaux.", True),
        (["en"], "fr-CA", "cheval", "Deux chevaux.", True),
        (["en"], "uk", "Київ", "У Києві.", True),
        (["en"], "fi", "drone", "Two drones.", True),  # one without rules takes nothing away
        (["en", "fr"], None, "cheval", "Deux chevaux.", True),
        (["en", "fr"], None, "drone", "Two drones.", True),
        (["de"], None, "Essen", "Sie essen.", False),  # in German, a noun has a capital
        (["de", "fr"], None, "Essen", "Des Essens.", True),
        (["fr"], "de", "Werk", "Zwei Werke.", True),
    ],
)
def test_a_term_is_inflected_in_the_languages_of_the_config_and_of_the_seed(
    languages: list[str], lang: str | None, term: str, text: str, found: bool
) -> None:
    rules = rules_of([Tag("tag", (term,), "")], languages)
    assert bool(match_tags(None, text, rules(lang))) is found


def test_what_the_rules_of_two_languages_find_is_one_mention() -> None:
    rules = rules_of([Tag("tag", ("Drohne",), "")], ("de", "en"))
    assert len(list(find_mentions("Eine Drohne.", rules(None)))) == 1


def test_the_language_of_a_seed_decides_in_build_explain_and_tags(site: Site) -> None:
    site.config(CONFIG.partition("tags:")[0] + "tags: {horses: [cheval]}\n")
    site.seed("a.txt", "Date: 2025-07-22\nLang: fr\n\nDeux chevaux.")
    site.seed("b.txt", "date 2025-07-22 Deux chevaux.")
    assert site.build().status == 0
    assert site.titles("tags/horses.atom") == ["Deux chevaux"]
    assert "“chevaux” for cheval (line 4:6)" in site.run("explain", "seeds/a.txt").out
    assert "absent     horses" in site.run("explain", "seeds/b.txt").out
    (tag,) = json.loads(site.run("tags", "--json").out)["tags"]
    assert (tag["entries"], tag["named"]) == (1, 0)
    site.config(CONFIG.partition("tags:")[0] + "language: [en, fr]\ntags: {horses: [cheval]}\n")
    site.build()
    assert len(site.titles("tags/horses.atom")) == 2


def test_the_first_language_is_that_of_feeds_and_pages(site: Site) -> None:
    site.config(CONFIG + "language: [fr, en]\n")
    site.seed("a.txt", "date 2025-07-22 A drone")
    site.build()
    assert site.feed().feed.language == "fr"
    assert '<html lang="fr">' in (site.feeds / "index.html").read_text(encoding="utf-8")


def test_more_languages_change_no_document_but_by_tags(site: Site) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone over France")
    site.build()
    site.config(CONFIG + "language: [en, fr, uk]\n")
    assert site.build("--json").report["written"] == []


@pytest.mark.parametrize(
    ("language", "fault"),
    [
        ("[en, en]", "en is there twice"),
        ("[]", "the list is empty"),
        ("[en, français]", "français is not a language tag such as en or pt-BR"),
        ("{en: fr}", "expected one line of text; put one that holds a colon in quotes"),
    ],
)
def test_a_wrong_list_of_languages_says_what_is_wrong(language: str, fault: str) -> None:
    assert faults(f"title: T\nurl: https://example.org/\nlanguage: {language}") == [
        f"config.yaml:3: language: {fault}"
    ]


def test_each_language_without_rules_is_named_once() -> None:
    config = a_config(CONFIG + "language: [eo, en, fi]\n")
    assert [str(notice) for notice in config.notices] == [
        f"config.yaml:4: language: no rules for the forms of words in {name}; list them as terms"
        for name in ("eo", "fi")
    ]
    assert a_config("title: T\nurl: https://example.org/\nlanguage: eo").notices == ()  # there is no term


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("fr", "Éthiopie", "Le café d’Ethiopie.", True),
        ("fr", "États-Unis", "Aux Etats-Unis.", True),
        ("fr", "États-Unis", "LES ETATS-UNIS ET LA FRANCE", True),
        ("fr", "école", "Ecoles fermées.", True),
        ("fr", "côté", "UN COTE POUR TOUS", True),
        ("fr", "côté", "La cote monte.", False),  # another word
        ("fr", "côté", "Cote haute.", False),
        ("fr", "école", "l’ecole", False),
        ("el", "Αθήνα", "ΑΘΗΝΑ", True),
        ("el", "Αθήνα", "αθηνα", False),
        ("uk", "Київ", "КИІВ", False),  # ї is a letter of its own
        ("de", "Öl", "OL", True),
    ],
)
def test_capitals_may_have_no_accents(language: str, term: str, text: str, found: bool) -> None:
    assert is_found(term, text, language) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("波兰", "他昨天到波兰访问。", True),
        ("波兰", "波浪与兰花", False),
        ("จีน", "เขาไปประเทศจีนแล้ว", True),
        ("AI", "用AI写作", True),
        ("AI", "用MAIL写作", False),
        ("F-16", "F-16戦闘機", True),
        ("戦闘機", "F-16戦闘機が飛ぶ", True),
        ("ドローン", "新型ドローンの工場", True),
        ("ウクライナ", "「ウクライナ」と", True),
        ("无人机", "乌克兰的 无人机 工厂", True),
        ("ລາວ", "ປະເທດລາວແມ່ນ", True),
        ("កម្ពុជា", "ប្រទេសកម្ពុជា", True),
        ("မြန်မာ", "မြန်မာနိုင်ငံ", True),
        ("drone", "一架drone飞过", True),
        ("한국", "한국 정부", True),
        ("한국", "대한국", False),  # Korean has blanks
    ],
)
def test_in_scripts_without_blanks_a_term_is_found_anywhere(term: str, text: str, found: bool) -> None:
    for language in ("en", "zh"):
        assert is_found(term, text, language) is found


def test_explain_shows_where_a_term_is_in_a_text_without_blanks(site: Site) -> None:
    site.config(CONFIG.partition("tags:")[0] + "tags: {Poland: [波兰]}\n")
    site.seed("a.txt", "date 2025-07-22 他昨天到波兰访问。")
    assert "tag        Poland: “波兰” (line 1:21)" in site.run("explain", "seeds/a.txt").out


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("America", "Il vento dell’America.", True),
        ("Ucraina", "L'esercito nell'Ucraina e sull’Ucraina", True),
        ("altra", "Un’altra volta.", True),
        ("aigua", "Un got d’aigua.", True),
        ("don't", "I don’t know.", True),
        ("Brien", "Mr O’Brien said.", False),
        ("an", "The Qur’an.", False),
    ],
)
def test_what_is_elided_before_a_vowel_is_no_part_of_a_word(term: str, text: str, found: bool) -> None:
    assert is_found(term, text, "it") is found


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("tr", "Ankara", "Ankara'dan gelen haber.", True),
        ("tr", "Türkiye", "TÜRKİYE’NİN sınırı", True),
        ("tr", "Ankara", "Ankaragücü kazandı.", False),
        ("tr", "İHA", "İHA'lar uçtu.", True),
        ("pl", "Renault", "Umowa Renault’a.", True),
        ("fi", "Bordeaux", "Bordeaux’n viini.", True),
        ("en", "Ankara", "Ankara'dan.", False),
        ("tr", "İstanbul", "istanbul’da", True),
        ("tr", "Diyarbakır", "DİYARBAKIR", True),
        ("tr", "ısı", "ISI arttı.", True),
        ("tr", "sınır", "sinir", False),
    ],
)
def test_names_have_endings_after_an_apostrophe_and_dots_are_letters(
    language: str, term: str, text: str, found: bool
) -> None:
    assert is_found(term, text, language) is found


@pytest.mark.parametrize("mark", "'’ʼ`´‘′")
def test_any_mark_is_the_apostrophe_of_ukrainian(mark: str) -> None:
    for other in "'’ʼ`´‘′":
        assert is_found(f"об{mark}єкт", f"Три об{other}єкти.", "uk")


@pytest.mark.parametrize("quotes", ["‘’", "''", "‚‘", "‹›", "“”", "«»"])
def test_quotes_around_a_term_are_not_part_of_it(quotes: str) -> None:
    first, last = tuple(quotes)
    for text in (f"Two {first}drones{last} came.", "Two drones came."):
        assert is_found(f"{first}drone{last}", text, "en")


def test_terms_that_are_the_same_but_for_accents_are_a_notice() -> None:
    text = "title: T\nurl: https://example.org/\nlanguage: fr\ntags: {t: [Éthiopie, Ethiopie, côté, cote]}\n"
    config = a_config(text)
    assert config.tags[0].terms == ("Éthiopie", "côté", "cote")
    assert [each.reason for each in config.notices] == [
        "tags.t: Ethiopie is there twice: Éthiopie is the same; once will do"
    ]


def test_the_cases_of_all_kinds_come_out_right() -> None:
    path = Path(__file__).parents[1] / "cases" / "tags.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    wrong = [
        f"{language} {term}: {text}"
        for language, term, text, earned, _ in rows
        if bool(match_tags(None, text, rules_of([Tag("t", (term,), "")], (language,))(None)))
        is not (earned == "yes")
    ]
    assert not wrong


def test_a_term_has_the_forms_of_the_language_that_a_seed_names(site: Site) -> None:
    site.config(CONFIG.partition("tags:")[0] + "language: en\ntags: {Kharkiv: [Харків]}\n")
    site.seed("named.txt", "Date: 2025-03-04\nLang: uk\n\nНарада відбулася в Харкові.")
    site.seed("unnamed.txt", "Date: 2025-03-04\n\nНарада відбулася в Харкові.")
    assert "“Харкові”" in site.run("explain", "seeds/named.txt").out
    assert "“Харкові”" not in site.run("explain", "seeds/unnamed.txt").out
