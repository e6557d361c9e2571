"""Dates, read without guessing. Touches no clock: what the text leaves out is an error."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from seedfeed.model import When

#: An ISO 8601 date, or date and time. A time has a colon; a zone is `Z`, UTC, GMT or an offset.
ISO = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
    r"(?:(?:[Tt]|[^\S\n]+)"
    r"(?P<time>(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?)"
    r"(?:[^\S\n]?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})|(?P<hours>[+-][0-9]{2}))?"
    r"(?=\s|$))?"
    r"(?=\s|$)"
)
_YEAR_FIRST = re.compile(r"[0-9]{4}\D")
#: `GMT+2` is two hours ahead of it to everybody but POSIX and dateutil.
_NAMED_OFFSET = re.compile(r"(?<![A-Za-z])(?:GMT|UTC|Z)\s*(?=[+-][0-9])")
_FARTHEST = (timedelta(hours=-12), timedelta(hours=14))  # offsets in use; `14:00-16:00` is none
#: Where dateutil takes for a time, or for its zone, what may be something else.
_GUESSED = re.compile(
    r":[0-9]{2}\S*\s*[A-Za-z]+[+-][0-9]"  # EST-5
    r"|[ap]\.?m\.?\s*[+-]"  # 10am-12am
    r"|^[^:]*\s[+-]\s?[0-9]{1,2}:"  # -02:00, and no time before it
    r"|[0-9]\s*[ap]$"  # 10 a
    r"|[+-][0-9]{2}:?[6-9][0-9]$"  # +0275
    r"|[0-9]\s*[hms]\b"  # 10 m
    r"|[0-9]:[0-9]{2}.*\s[0-9]{1,2}:[0-9]{2}",  # two times
    re.IGNORECASE,
)
_A_TIME = re.compile(r"[0-9]:[0-9]{2}|[0-9]\s*[ap]\.?m\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?\b[.,]*", re.IGNORECASE)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


#: By language: January to December, then Monday to Sunday, with the forms in which dates have them.
_NAMES = {
    "fr": (
        "janvier janv|février fevrier févr fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre|octobre"
        "|novembre|décembre decembre déc",
        "lundi lun|mardi|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
    ),
    "de": (
        "januar jänner jän|februar|märz maerz mär|april|mai|juni|juli|august|september"
        "|oktober okt|november|dezember dez",
        "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa|sonntag so",
    ),
    "uk": (
        "січня січень січ|лютого лютий лют|березня березень бер|квітня квітень квіт|травня травень трав"
        "|червня червень черв|липня липень лип|серпня серпень серп|вересня вересень вер|жовтня жовтень жовт"
        "|листопада листопад лист|грудня грудень груд",
        "понеділок пн|вівторок вт|середа середу ср|четвер чт|п’ятниця п’ятницю пт|субота суботу сб"
        "|неділя неділю нд",
    ),
    "ru": (
        "января январь янв|февраля февраль фев|марта март мар|апреля апрель апр|мая май|июня июнь июн"
        "|июля июль июл|августа август авг|сентября сентябрь сен сент|октября октябрь окт"
        "|ноября ноябрь ноя|декабря декабрь дек",
        "понедельник пн|вторник вт|среда среду ср|четверг чт|пятница пятницу пт|суббота субботу сб|воскресенье вс",
    ),
}
_MONTHS = "January February March April May June July August September October November December".split()
_ENGLISH = {
    form: name
    for months, days in _NAMES.values()
    for names, forms in ((_MONTHS, months), (_WEEKDAYS, days))
    for name, some in zip(names, forms.split("|"), strict=True)
    for form in some.split()
} | dict.fromkeys(("le", "den", "um", "uhr", "à", "р", "року", "г", "года", "о", "в"), "")
#: Names of months, in all languages, that are longer than an abbreviation.
MONTHS = sorted(
    word for word in {*_MONTHS, *_ENGLISH} if len(word) > 3 and (word in _MONTHS or _ENGLISH[word] in _MONTHS)
)
_WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)?")
#: What comes after an offset, in parentheses, is a comment (RFC 5322, 3.2.2); so is a lone name of the zone.
_COMMENT = re.compile(r"([+-][0-9]{2}:?[0-9]{2})(?:\s*\([^()]*\)|\s+[A-Z]{2,5})\s*\Z")
_RANGE = re.compile(r"[^T\d:]([0-9]{1,2}:[0-9]{2})\s*[-–]\s*([0-9]{1,2}:[0-9]{2})\Z")


class DateError(ValueError):
    """A text that is not a date, or not one date only. The message says what to write."""


@lru_cache(maxsize=10_000)  # seeds share their days
def parse_date(text: str, dayfirst: bool | None = None) -> When:
    """Any date that python-dateutil reads, if it can be read in one way only.

    `dayfirst` settles `03/04/2025`; None makes it an error. Raises DateError.
    """
    text = _COMMENT.sub(r"\1", text.strip())
    if is_range(text):
        raise DateError(f"a range of times in {text!r}; write when it begins as HH:MM, and the end in the text")
    found = ISO.fullmatch(text)
    when = _from_iso(found) if found else _parse_free(text, dayfirst)
    offset = when.utcoffset() if isinstance(when, datetime) else None
    in_use = offset is None or (_FARTHEST[0] <= offset <= _FARTHEST[1] and offset.seconds % 900 == 0)
    if not in_use or not 1 < when.year < 9999:  # in some zone it would have no year of four digits
        raise DateError(f"impossible date {text!r}")
    return when


def is_range(text: str) -> bool:
    """Whether what looks like a time and an offset is two times: `09:15-11:00`."""
    found = _RANGE.search(text)
    return found is not None and found[1].rjust(5, "0") < found[2].rjust(5, "0")


def _in_english(text: str) -> str:
    """A date with the names of months and days in English, and without the small words around them."""
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", re.sub("['ʼ]", "’", text), flags=re.IGNORECASE)
    text = re.sub(r"\b1(?:er|-го|-е)\b", "1", text)
    text = re.sub(r"(?i)\Amar\.?,?\s+(?=[0-9]{1,2}\s+[^\W\d])", "Tuesday ", text)  # mardi, before another month
    text = re.sub(r"(?i)\b([0-9]{1,2})\s?h\s?([0-9]{2})\b", r"\1:\2", text)  # 9h30
    return _WORD.sub(lambda found: _ENGLISH.get(found[0].casefold(), found[0]), text)


def _from_iso(found: re.Match[str]) -> When:
    try:
        day = date.fromisoformat(found["date"])
        if not found["time"]:
            return day
        clock = time.fromisoformat(found["time"].replace(",", "."))
        zone = found["zone"] or found["hours"]
        return datetime.combine(day, clock, _zone(zone) if zone else None)
    except ValueError as error:
        raise DateError(f"impossible date {found[0]!r}") from error


def _zone(text: str) -> tzinfo:
    if text in ("Z", "z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    if digits[2:] > "59":
        raise ValueError(text)
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _parse_free(text: str, dayfirst: bool | None) -> When:
    """A date in words or with slashes.

    dateutil fills gaps from a default: two defaults that differ in every field show the gaps.
    """
    from dateutil.parser import parser, parserinfo

    class Strict(parserinfo):
        def convertyear(self, year: int, century_specified: bool = False) -> int:
            # dateutil would guess the century from the present.
            if year < 100 and not century_specified:
                raise ValueError("write the year with four digits")
            return year

    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        # dateutil would take names of the machine's own zone, and drop those it does not know.
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        if name is None or name.upper() in ("UTC", "GMT", "Z"):
            return UTC if name else None
        raise _UnknownZoneError(name)

    plain = _NAMED_OFFSET.sub("", _in_english(text))
    if len(text) > 80 or text[:1] in "-−+" or _GUESSED.search(plain):
        raise DateError(f"cannot read the date {text!r}; write it as YYYY-MM-DD")
    undated = _WEEKDAY.sub("", plain)  # dateutil would make a day of it
    year_first = bool(_YEAR_FIRST.match(text))
    orders = (False,) if year_first else (False, True) if dayfirst is None else (dayfirst,)
    try:
        readings = [
            parser(Strict()).parse(undated, default=default, tzinfos=zone, dayfirst=order, yearfirst=year_first)
            for order in orders
            for default in (datetime(2001, 1, 1), datetime(2004, 2, 2, 11, 22, 33, 44))  # noqa: DTZ001
        ]
    except _UnknownZoneError as error:
        raise DateError(f"unknown time zone {error} in {text!r}; write an offset such as +02:00") from error
    except (ValueError, OverflowError, ArithmeticError, TypeError, LookupError, AttributeError) as error:
        raise DateError(f"cannot read the date {text!r}; write it as YYYY-MM-DD") from error
    first, second = readings[:2]
    if first.date() != second.date():
        raise DateError(f"{text!r} leaves out the day, the month or the year; write it as YYYY-MM-DD")
    if readings[-2] != first:
        raise DateError(
            f"unclear date {text!r}: day or month first? Write it as YYYY-MM-DD, or set `dayfirst` in the config"
        )
    weekday, named = _WEEKDAYS[first.weekday()], _WEEKDAY.search(plain)
    if named and not weekday.lower().startswith(named[1].lower()):
        raise DateError(f"{text!r} is a {weekday}; mend the day of the week or the date")
    if first.hour == second.hour and not _A_TIME.search(plain):
        raise DateError(f"unclear time in {text!r}; write it as HH:MM")
    if first.hour != second.hour and first.tzinfo:
        raise DateError(f"a zone without a time in {text!r}; write the time as HH:MM")
    return first if first.hour == second.hour else first.date()


class _UnknownZoneError(Exception):  # not a ValueError: dateutil would swallow the name
    pass
