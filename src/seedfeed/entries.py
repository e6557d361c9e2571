"""Cards + Config → entries: ids, instants, places. The present is an argument; touches no file and no text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from seedfeed.instants import begins, instant, period_of
from seedfeed.model import Card, Config, Entry, Held, Problem, When
from seedfeed.names import quote_path


class Made(NamedTuple):
    """What comes of all cards at one moment."""

    entries: tuple[Entry, ...]  #: those due, newest first
    held: tuple[Held, ...]
    problems: tuple[Problem, ...]  #: seeds refused for their id
    until: datetime | None  #: the first instant (UTC) at which the clock alone makes a difference


def make_entries(cards: Iterable[Card], config: Config, now: datetime) -> Made:
    """The entries due at `now`, and what waits.

    What comes out does not depend on the order in which cards come in: names settle it.
    """
    moment = _moments(config)
    accepted, problems = _accept(sorted(cards, key=attrgetter("path")), config)
    ahead = [moment(card.updated).begins for card in accepted.values() if card.updated]
    until = [each for each in ahead if each > now]
    published = Counter(card.date for card in accepted.values())
    of_day: Counter[When] = Counter()
    # Counted on from there: two entries of one feed with the same `updated` trouble validators.
    updates_of_day = published.copy()
    anchors: set[str] = set()
    tags_of = _tagger(config)
    scheme = config.tags_url
    page = {}
    entries, held = [], []
    for uri, card in accepted.items():
        day = moment(card.date)
        first = last = day.after(of_day[card.date])
        of_day[card.date] += 1
        # An `updated` that lies ahead waits as a seed does: readers would keep its entry on top until then.
        if card.updated and (announced := moment(card.updated)).begins <= now:
            if card.updated == card.date:
                last = first
            else:
                last = max(first, announced.after(updates_of_day[card.updated]))
                updates_of_day[card.updated] += 1
        anchor = quote_path(card.path) if card.name in anchors else card.name
        anchors.add(anchor)
        if day.period and day.period not in page:
            page[day.period] = config.url_of(page_of(day.period))
        link = card.link or (f"{page[day.period]}#{anchor}" if day.period else None)
        tags = tags_of(card)
        shown = "\n".join((anchor, uri, link or "", str(first), str(last), day.period or "", scheme, *tags))
        key = blake2b(shown.encode() + card.digest, digest_size=16).digest()
        entry = Entry(card.number, card.path, anchor, uri, first, last, link, day.period, tags, key)
        if day.begins > now:
            held.append(Held(entry=entry, until=day.begins))
            until.append(day.begins)
        else:
            entries.append(entry)
    entries.sort(key=attrgetter("id"), reverse=True)
    entries.sort(key=attrgetter("published"), reverse=True)
    return Made(tuple(entries), tuple(held), tuple(problems), min(until, default=None))


def page_of(period: str) -> str:
    """The path of the page that shows a period of the history."""
    return f"archive/{period}.html"


def _accept(cards: Iterable[Card], config: Config) -> tuple[dict[str, Card], list[Problem]]:
    """Cards by permanent id (RFC 4287, 4.2.6): a seed's own, or made from its path.

    Of two with one id, the second in name order is refused.
    """
    root = config.id.removesuffix("/")
    accepted: dict[str, Card] = {}
    problems = []
    for card in cards:
        uri = card.id or f"{root}/{card.name}"
        first = accepted.setdefault(uri, card)
        if first is not card:
            reason = f"its id {uri} is that of {config.seeds_name}/{first.path}; rename one, or give it an `id`"
            problems.append(config.seed_problem(card.path, 1, reason))
    return accepted, problems


_HOUR = 3600  # seconds


class _Moment(NamedTuple):
    """What a date means in a config. Many seeds share one."""

    when: When
    config: Config
    start: datetime
    begins: datetime
    period: str | None
    steady: bool  #: in the next hour, no clock is changed and no day ends

    def after(self, others: int) -> datetime:
        """The instant of a seed behind `others` of the same date."""
        if others == 0 or isinstance(self.when, datetime):
            return self.start
        if self.steady and others <= _HOUR:
            return self.start + timedelta(seconds=others)
        return instant(self.when, self.config.timezone, self.config.time, others)


def _moments(config: Config) -> Callable[[When], _Moment]:
    zone = config.timezone

    @cache
    def moment(when: When) -> _Moment:
        start = instant(when, zone, config.time)
        later = instant(when, zone, config.time, _HOUR)
        steady = later - start == timedelta(seconds=_HOUR)
        return _Moment(
            when, config, start, begins(when, zone), period_of(start.astimezone(zone), config.archive), steady
        )

    return moment


def _tagger(config: Config) -> Callable[[Card], tuple[str, ...]]:
    """Tags of a card: those earned, in the order of the config, then the seed's own that it does not have."""
    known = {_fold(tag.name) for tag in config.tags}

    def tags_of(card: Card) -> tuple[str, ...]:
        if not card.tags:
            return card.earned
        own = {_fold(name): name for name in card.tags}
        named = tuple(tag.name for tag in config.tags if tag.name in card.earned or _fold(tag.name) in own)
        return named + tuple(name for key, name in own.items() if key not in known)

    return tags_of


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
