"""What pages say of their own, and how they write dates: in one module for each language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from seedfeed.tags.inflections import primary

if TYPE_CHECKING:
    from babel import Locale

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


def day_in_words(day: date, language: str) -> str:
    """A day as people write it: `22 July 2025`, `22. Juli 2025`."""
    pattern, months = _long_date(language)
    number = phrases_of(language).first if day.day == 1 else str(day.day)
    return pattern % {"d": number, "dd": f"{number:0>2}", "MMMM": months[day.month], "y": str(day.year)}


@cache
def _long_date(language: str) -> tuple[str, Mapping[int, str]]:
    """The pattern of a long date, and the months. Babel itself takes ten times as long for each day."""
    from babel.dates import get_date_format

    locale = _locale(language)
    return str(get_date_format("long", locale).format), locale.months["format"]["wide"]


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
