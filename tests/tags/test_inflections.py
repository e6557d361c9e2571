"""A term → its forms, beside lists of terms that editors of news use, each with all its forms.

A line of a list: the term, its other forms, and forms that are right and that few write. Forms of English and
French were written down by hand; of German taken from Wiktionary (the package german-nouns) and read through; of
Ukrainian and Russian made by paradigms written for this list, and compared with hunspell. Those of Spanish,
Portuguese, Italian, Dutch, Polish and Czech were written by readers who did not know the rules.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from seedfeed.tags.inflections import LANGUAGES, forms

LISTS = Path(__file__).parents[1] / "cases" / "forms"
NEAR = LISTS.parent / "near"


def listed(language: str) -> list[tuple[str, set[str]]]:
    lines = (LISTS / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], {_plain(form) for form in line.split("\t")[1].split()}) for line in lines]


def _plain(form: str) -> str:
    return form.casefold().replace("ё", "е")


@pytest.mark.parametrize(
    ("language", "share"),
    [
        *(("en", 0.95), ("fr", 0.96), ("de", 0.99), ("ru", 0.998), ("uk", 0.999)),
        *(("es", 0.99), ("pt", 0.99), ("pl", 0.99), ("cs", 0.99), ("it", 0.98), ("nl", 0.98)),
    ],
)
def test_nearly_all_forms_of_terms_are_known(language: str, share: float) -> None:
    terms = listed(language)
    assert sum(1 + len(good) for _, good in terms) >= 300
    right = [
        (term, form, form in set(map(_plain, forms(term, (language,))))) for term, good in terms for form in good
    ]
    assert len(right) >= 290
    missed = [f"{term}: {form}" for term, form, known in right if not known]
    assert 1 - len(missed) / len(right) >= share, missed


@pytest.mark.parametrize("language", sorted(path.stem for path in NEAR.glob("*.tsv")))
def test_words_that_look_alike_stay_apart(language: str) -> None:
    pairs = [line.split("\t") for line in (NEAR / f"{language}.tsv").read_text(encoding="utf-8").splitlines()]
    found = [f"{term}: {other}" for term, other in pairs if other.casefold() in forms(term, (language,))]
    assert not found


def test_every_language_has_a_list() -> None:
    assert {path.stem for path in LISTS.glob("*.tsv")} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "term", "other"),
    [
        ("en", "France", "franc"),
        ("en", "trade", "trading"),
        ("en", "corn", "corning"),
        ("en", "Hamas", "hama"),
        ("en", "Tunis", "tunes"),
        ("en", "Adams", "adam"),
        ("en", "Netherlands", "netherland"),
        ("en", "turkey", "turkeys"),
        ("en", "news", "new"),
        ("en", "human", "humen"),
        ("en", "Yemen", "yeman"),
        ("en", "Aman", "amen"),
        ("en", "Oman", "omen"),
        ("en", "Paris", "pari"),
        ("en", "politics", "politic"),
        ("en", "analysis", "analysi"),
        ("en", "Venus", "venu"),
        ("en", "economics", "economic"),
        ("fr", "Airbus", "airbu"),
        ("fr", "tapis", "tapi"),
        ("de", "Kohle", "kohl"),
        ("de", "Sachsen", "sachs"),
        ("en", "dragoman", "dragomen"),
        ("fr", "fonction", "fonctionne"),
        ("fr", "virus", "viru"),
        ("fr", "avis", "avi"),
        ("fr", "paris", "pari"),
        ("fr", "cours", "cour"),
        ("fr", "Vienne", "viens"),
        ("fr", "capital", "capitale"),
        ("fr", "centrale", "central"),
        ("fr", "Rennes", "renne"),
        ("de", "Polen", "pole"),
        ("de", "Bus", "busen"),
        ("ru", "имя", "им"),
        ("ru", "год", "лета"),
        ("uk", "рік", "ріка"),
        ("uk", "поле", "пола"),
    ],
)
def test_another_word_is_no_form(language: str, term: str, other: str) -> None:
    assert other not in forms(term, (language,))


@pytest.mark.parametrize("language", [*LANGUAGES, "eo", "zh-Hant"])
@pytest.mark.parametrize("word", ["x", "Ё", "7", "C++", "ß", "ΑΣ", "日本", "🛩", "a'b", "e"])
def test_any_word_is_one_of_its_forms(language: str, word: str) -> None:
    assert word.casefold() in forms(word, (language,))
