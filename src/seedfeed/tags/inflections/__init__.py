"""The forms of a word: number, case and gender, no verb and no derivation. A new language is a module and a line.

The term is inflected, the text never stemmed: a stemmer makes one word of `France` and `franc`, and its
next release would tag published entries anew. A form that is no word does no harm: no text holds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, cast

from seedfeed.tags.inflections.frequent import FREQUENT

LANGUAGES = {  # by the first part of a language tag (BCP 47): the module, imported on first use
    "en": "seedfeed.tags.inflections.english",
    "fr": "seedfeed.tags.inflections.french",
    "de": "seedfeed.tags.inflections.german",
    "es": "seedfeed.tags.inflections.spanish",
    "it": "seedfeed.tags.inflections.italian",
    "nl": "seedfeed.tags.inflections.dutch",
    "pl": "seedfeed.tags.inflections.polish",
    "cs": "seedfeed.tags.inflections.czech",
    "pt": "seedfeed.tags.inflections.portuguese",
    "ru": "seedfeed.tags.inflections.slavic",
    "uk": "seedfeed.tags.inflections.slavic",
}


class Language(Protocol):
    """What a module of a language offers."""

    def inflect(self, word: str, language: str) -> set[str]:
        """Other forms of a word, which is given as it was written, in a language such as `en`. In any case."""


def forms(word: str, languages: Iterable[str]) -> frozenset[str]:
    """`word` and its other forms in all `languages` (BCP 47), casefolded. One without a module has none."""
    found = {word.casefold()}
    for code in map(primary, languages):
        if code in LANGUAGES and word[-1].isalnum():
            module = cast(Language, import_module(LANGUAGES[code]))
            others = {form.casefold() for form in module.inflect(word, code)}
            found |= others - FREQUENT.get(code, frozenset())
    return frozenset(found)


def capitals_count(language: str) -> bool:
    """Whether a noun is told by its capital."""
    return primary(language) == "de"


def endings_after_apostrophe(language: str) -> bool:
    """Whether names have their endings after an apostrophe: Ankara'dan, Renault'a, Bordeaux'n."""
    return primary(language) in ("tr", "pl", "fi", "et")


def primary(language: str) -> str:
    """The first part of a language tag, which names the language itself (RFC 5646, 2.2.1)."""
    return language.partition("-")[0].casefold()
