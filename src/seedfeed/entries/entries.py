"""Records + Config → entries: ids, instants, places. The present is an argument; touches no file and no text."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from seedfeed.entries.instants import begins, instant, period_of
from seedfeed.model import ENTRIES, Config, Entry, Record, When
from seedfeed.report import Problem, Retagged
from seedfeed.text.addresses import distinct, page_name, quote_path
from seedfeed.text.characters import fold
from seedfeed.text.digests import fingerprint

_HOUR = 3600  # seconds
_AN_HOUR, _A_SECOND = timedelta(seconds=_HOUR), timedelta(seconds=1)


class Held(NamedTuple):
    """An entry whose time has not come."""

    entry: Entry
    until: datetime  #: UTC: the first instant at which a build publishes it


class Draft(NamedTuple):
    """An entry that is kept back for as long as its seed says so."""

    entry: Entry
    reason: str  #: the line of the header


class Made(NamedTuple):
    """What comes of all records at one moment."""

    entries: tuple[Entry, ...]  #: those due, newest first
    held: tuple[Held, ...]
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]  #: seeds refused for their id
    until: datetime | None  #: the first instant (UTC) at which the clock alone makes a difference


def make_entries(
    records: Iterable[Record], config: Config, now: datetime, published: Container[int | None] = ()
) -> Made:
    """The entries due at `now`, and what waits. Files that are no seeds are passed over.

    `published` are the numbers of seeds whose entries subscribers can see: it is said where one is refused.

    What comes out does not depend on the order in which records come in: names settle it.
    """
    seeds = sorted((record for record in records if record.reason is None), key=attrgetter("path"))
    moment = _moments(config, now)
    reasons, until = _drafts(seeds, moment, now)
    accepted, problems = _accept(seeds, config, reasons, published)
    tags_of = _tagger(config)
    # With these, a date and its place among others tell the instant, the period and all addresses.
    shown_tags = tuple((tag.name, tag.label, tag.scheme) for tag in config.tags if tag.label or tag.scheme)
    settings = (
        *(config.url, config.id, config.language, str(config.timezone), config.time.isoformat(), config.archive),
        config.pages,
    )
    general = fingerprint(marshal.dumps((shown_tags, settings), 0))
    same: dict[str, int] = {}  # how many came before, of each date
    # Counted on from there: two entries of one feed with the same `updated` trouble validators.
    announced = Counter(seed.date for _, seed in accepted)
    alone = _apart()

    def turn(seed: Record) -> tuple[bool, datetime]:
        return seed.path in reasons, begins(moment(seed.date).when, moment(seed.date).zone)

    anchors, names = _names([seed for _, seed in accepted], turn)
    url = f"{config.url}{ENTRIES}/"
    page = link = None
    entries, held, drafts = [], [], []
    for (uri, seed), anchor, name in zip(accepted, anchors, names, strict=True):
        day = moment(seed.date)
        before = same.get(seed.date, 0)
        same[seed.date] = before + 1
        wanted = day.start if before == 0 else day.after(before)
        first = last = alone(wanted, day.zone)
        changed = None
        if seed.updated and seed.updated != seed.date:
            change = moment(seed.updated)
            # It waits as a seed does: readers would keep its entry on top until then.
            if change.begins:
                until.append(change.begins)
            else:
                changed = seed.updated, announced[seed.updated]
                last = max(first, change.after(announced[seed.updated]))
                announced[seed.updated] += 1
        if config.pages:
            page = f"{ENTRIES}/{name}.html"
            # It is the very name of the seed, which is quoted already, or one that is not.
            link = f"{url}{name if name is seed.name else quote_path(name)}.html"
        tags = tags_of(seed.earned, seed.tags) if seed.tags else seed.earned  # most name none
        moved = None if first is wanted else str(first)
        # The path and the bytes of a seed tell its id and its own link.
        shown = (seed.path, anchor, page, seed.date, before, moved, changed, tags)
        entry = Entry(
            seed.number, seed.path, anchor, page, uri, first, last, seed.link or link, day.period, tags,
            seed.digest, fingerprint(general + seed.digest + marshal.dumps(shown, 0)),
        )  # fmt: skip
        if seed.path in reasons:
            drafts.append(Draft(entry, reasons[seed.path]))
        elif day.begins:
            held.append(Held(entry=entry, until=day.begins))
            until.append(day.begins)
        else:
            entries.append(entry)
    entries.sort(key=attrgetter("id"), reverse=True)
    entries.sort(key=attrgetter("published"), reverse=True)
    return Made(tuple(entries), tuple(held), tuple(drafts), tuple(problems), min(until, default=None))


def _apart() -> Callable[[datetime, tzinfo], datetime]:
    """What gives each entry an instant that no other has: the one that is wanted, or the first second after it.

    Where the day ends before that, it is the last second before it.
    """
    taken: set[datetime] = set()
    # For each step, how far the search from an instant has come: from there it goes on.
    ways: dict[timedelta, dict[datetime, datetime]] = {_A_SECOND: {}, -_A_SECOND: {}}

    def alone(wanted: datetime, zone: tzinfo) -> datetime:
        if wanted not in taken:
            taken.add(wanted)
            return wanted
        for step, reached in ways.items():
            found = wanted
            while found in taken:
                found = reached.get(found, found + step)
            reached[wanted] = found
            if found.astimezone(zone).date() == wanted.astimezone(zone).date():
                taken.add(found)
                return found
        return wanted  # more entries than seconds

    return alone


def retagged(
    entries: Iterable[Entry], published: Mapping[str, Sequence[str]], config: Config
) -> tuple[Retagged, ...]:
    """Entries whose tags are others than those that were `published`, by the paths of their seeds."""
    found = []
    for entry in entries:
        had, has = set(published.get(entry.path, entry.tags)), set(entry.tags)
        if had != has:
            seed = f"{config.seeds_name}/{entry.path}"
            found.append(Retagged(seed, added=tuple(sorted(has - had)), dropped=tuple(sorted(had - has))))
    return tuple(found)


def _names(
    seeds: Sequence[Record], turn: Callable[[Record], tuple[bool, datetime]]
) -> tuple[list[str], list[str]]:
    """What names each seed where it is listed, and the path of its page below `entries/`, without suffix.

    Two may want one name: `a.txt` beside `a.md`, or beside `A.txt`. The one whose `turn` is first has it, so that
    neither a draft nor what is published later takes an address from subscribers.
    """
    anchors = [seed.name for seed in seeds]
    names = [page_name(seed.path, seed.name) for seed in seeds]
    if len(set(map(str.casefold, names))) == len(names):  # as nearly always
        return anchors, names
    order = sorted(range(len(seeds)), key=lambda number: turn(seeds[number]))
    taken: set[str] = set()
    for number, name in zip(order, distinct(names[number] for number in order), strict=True):
        names[number] = name
        if anchors[number] in taken:
            anchors[number] = quote_path(seeds[number].path)
        taken.add(anchors[number])
    return anchors, names


def _accept(
    seeds: Iterable[Record], config: Config, drafts: Mapping[str, str], published: Container[int | None]
) -> tuple[list[tuple[str, Record]], list[Problem]]:
    """Seeds with their permanent ids (RFC 4287, 4.2.6): their own, or made from their path.

    Of two with one id, the second in name order is refused. A draft takes no id from a seed that is published: it
    may be its next version.
    """
    root = config.id.removesuffix("/")
    accepted: list[tuple[str, Record]] = []
    holders: dict[str, Record] = {}
    problems = []
    for seed in seeds:
        uri = seed.id or f"{root}/{seed.name}"
        first = seed if seed.path in drafts else holders.setdefault(uri, seed)
        if first is seed:
            accepted.append((uri, seed))
        else:
            other = f"its id {uri} is that of {config.seeds_name}/{first.path}"
            reason = f"{other}; rename one, or give it an `id`"
            if seed.number in published:
                reason = f"{other}, and this one is what is published; rename the other, or give it an `id`"
            problems.append(config.seed_problem(seed.path, 1, reason))
    return accepted, problems


def _drafts(
    seeds: Iterable[Record], moment: Callable[[str], _Moment], now: datetime
) -> tuple[dict[str, str], list[datetime]]:
    """Why seeds are drafts at `now`, by their paths; and when those expire that are none yet."""
    reasons: dict[str, str] = {}
    expiries: list[datetime] = []
    for seed in seeds:
        if seed.draft:
            reasons[seed.path] = seed.draft
        elif seed.expires:
            expiry = begins(moment(seed.expires).when, moment(seed.expires).zone)
            if expiry > now:
                expiries.append(expiry)
            else:
                reasons[seed.path] = f"expirydate: {seed.expires}"
    return reasons, expiries


class _Moment(NamedTuple):
    """What a date means in a config. Many seeds share one."""

    when: When
    zone: tzinfo
    start: datetime
    begins: datetime | None  #: from when on a seed of this date is published, if that is still to come
    period: str | None
    after: Callable[[int], datetime]  #: the instant of a seed after others of the same date


def _moments(config: Config, now: datetime) -> Callable[[str], _Moment]:
    zone, time = config.timezone, config.time

    @cache
    def is_steady(when: When) -> bool:
        """Whether in the next hour no clock is changed, and no day ends."""
        start = datetime.combine(when, time)
        later = start + _AN_HOUR
        return later.day == start.day and zone.utcoffset(later) == zone.utcoffset(start)

    @cache
    def moment(text: str) -> _Moment:
        alone = len(text) == len("2025-07-22")
        when = date.fromisoformat(text) if alone else datetime.fromisoformat(text)
        start = instant(when, zone, time)

        def after(others: int) -> datetime:
            if alone and others <= _HOUR and is_steady(when):
                return start + timedelta(seconds=others)
            return instant(when, zone, time, others)

        period = period_of(when if alone else start.astimezone(zone), config.archive)
        first = begins(when, zone) if start > now else now  # nearly all have begun
        return _Moment(when, zone, start, first if first > now else None, period, after)

    return moment


def _tagger(config: Config) -> Callable[[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]:
    """The tags of an entry: those earned, then the seed's own that the config does not have.

    `-France` in a seed takes that tag away.
    """
    known = {fold(tag.name) for tag in config.tags}

    @cache
    def tags_of(earned: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
        own = {fold(name): name for name in named if not name.startswith("-")}
        taken = {fold(name[1:].strip()) for name in named if name.startswith("-")}
        first = (tag.name for tag in config.tags if tag.name in earned or fold(tag.name) in own)
        others = (name for key, name in own.items() if key not in known)
        return tuple(name for name in (*first, *others) if fold(name) not in taken)

    return tags_of
