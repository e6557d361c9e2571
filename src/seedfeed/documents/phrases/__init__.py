"""What pages say of their own, and how they write dates: in one module for each language."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from seedfeed.tags.inflections import primary

if TYPE_CHECKING:
    from babel import Locale
    from babel.dates import DateTimePattern

#: Each is a module of this folder. Pages in any other language are in the first.
LANGUAGES = ("en", "de", "fr", "ru", "uk")


class Phrases(NamedTuple):
    """The words of one language. None of them is followed by a number that would inflect it."""

    skip: str  #: a link past the navigation
    subscribe: str
    how: str  #: to subscribe
    topics: str  #: a link to the list of feeds
    all_at_once: str  #: a link to the list of feeds for import
    newest: str
    nothing: str  #: has been published yet
    feeds: str  #: of tags, and others
    history: str
    entries: str
    updated: str
    source: str  #: a link to the original
    tag: str
    earlier: str
    later: str
    part: str  #: of a list, before its number
    home: str  #: a link to the first page
    neighbours: str  #: a list of links to the earlier and the later page
    first: str = "1"  #: day of a month


def language_of(language: str) -> str:
    """The language (BCP 47) of pages that are wanted in a language."""
    return language if primary(language) in LANGUAGES else LANGUAGES[0]


@cache
def phrases_of(language: str) -> Phrases:
    """The words of pages that are wanted in a language (BCP 47)."""
    module = import_module(f"{__name__}.{primary(language_of(language))}")
    phrases: Phrases = module.PHRASES
    return phrases


@lru_cache(maxsize=5000)
def day_in_words(day: date, language: str) -> str:
    """A day as people write it: `22 July 2025`, `22. Juli 2025`."""
    text = _long_date(language).apply(day, _locale(language))
    return text.replace("1", phrases_of(language).first, 1) if day.day == 1 else text


@cache
def _long_date(language: str) -> DateTimePattern:
    from babel.dates import get_date_format

    return get_date_format("long", _locale(language))


@cache
def period_in_words(period: str, language: str) -> str:
    """A period of the history as people write it: `2025`, `July 2025`, `22 July 2025`."""
    if len(period) == len("2025"):
        return period
    if len(period) == len("2025-07-22"):
        return day_in_words(date.fromisoformat(period), language)
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date.fromisoformat(f"{period}-01"), locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    wanted = language_of(language)
    for name in (wanted, primary(wanted)):
        try:
            # English alone is that of the world: Babel would take that of the United States.
            return Locale.parse("en_001" if name.lower() == "en" else name.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_001")
