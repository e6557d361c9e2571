"""Words → tags: what earns one, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.model import Tag
from seedfeed.tags import compile_rules, find_mentions, match_tags, plain


def earns(term: str, text: str, language: str = "en") -> bool:
    rules = compile_rules([Tag(name="tag", terms=(term,), slug="tag")], language)
    earned = match_tags(text, rules) == ("tag",)
    assert earned == bool(find_mentions(plain(text), rules))  # what `explain` shows is what is earned
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
        ("L'Équipe", "une équipe, l’équipe"),
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
    assert not earns("drone", "drones", "de")
    assert earns("Drohne", "DROHNE", "de")


def test_tags_stand_in_the_order_of_the_config() -> None:
    tags = [Tag(name=name, terms=(name,), slug=name) for name in ("zebra", "ant")]
    assert match_tags("An ant meets a zebra.", compile_rules(tags, "en")) == ("zebra", "ant")


WORDS = st.sampled_from(
    ["us", "US", "U.S.", "drone", "s", "'s", "’", "-", ".", " ", "\n", "++", "é", "l'", "ŉ", "ß"]
)


@given(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40))
def test_the_quick_way_and_the_way_of_explain_agree(text: str) -> None:
    terms = ("France", "US", "drone", "US drone", "C++", "é", "ß", "s", "l", "ŉ")
    rules = compile_rules([Tag(name=term, terms=(term,), slug="x") for term in terms], "en")
    assert set(match_tags(text, rules)) == {mention.tag for mention in find_mentions(plain(text), rules)}
