"""Entries → feeds: which entry goes where. Touches no file and no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from seedfeed.model import EPOCH, Config, Entry, Feed
from seedfeed.text.addresses import quote_path

#: Entries of a part of the history, or of a list on a page.
PART = 500
#: Names of documents below feeds/ that no extra feed can have.
MAIN = "feed"
RESERVED = (MAIN, "feeds", "index")
#: The entries that have each tag of the config, by its name.
ByTag = dict[str, list[Entry]]


class Part(NamedTuple):
    """One part of the history: entries of one period, newest first."""

    name: str  #: `2025-07`, then `2025-07-2`
    period: str
    number: int  #: within its period, from 1
    entries: tuple[Entry, ...]
    closed: bool  #: nothing is added to it by entries that are newer

    @property
    def path(self) -> str:
        """Of its documents below feeds/, without suffix."""
        return f"archive/{self.name}"


def make_feeds(entries: Sequence[Entry], parts: Sequence[Part], by_tag: ByTag, config: Config) -> tuple[Feed, ...]:
    """The feeds of a config, in the order in which they are to be published.

    History first, the main feed last: whoever reads an entry there can follow it everywhere else.
    """
    current = _current(entries, parts, config)
    since = entries[-1].updated if entries else EPOCH
    tag_feeds = (
        Feed(
            path=f"tags/{tag.slug}",
            id=_feed_id(config, f"tags/{tag.slug}"),
            title=f"{config.title}: {tag.label or tag.name}",
            subtitle=config.subtitle,
            tag=tag.category(config.tags_url),
            entries=current(by_tag[tag.name], tag.limit, _having(tag.name)),
            since=since,
        )
        for tag in config.tags
        if not tag.hidden
    )
    extra_feeds = (
        Feed(
            path=rule.slug,
            id=_feed_id(config, rule.slug),
            title=rule.title,
            subtitle=rule.subtitle,
            entries=current([entry for entry in entries if rule.takes(entry.tags)], rule.limit, rule.takes),
            since=since,
        )
        for rule in config.feeds
    )
    archives = _archives(parts, config)
    main = Feed(
        path=MAIN,
        id=config.id,
        title=config.title,
        subtitle=config.subtitle,
        entries=current(entries, config.limit, lambda _: True),
        history=(("prev-archive", archives[-1].path),) if archives else (),
    )
    return (*archives, *tag_feeds, *extra_feeds, main)


def entries_by_tag(entries: Iterable[Entry], config: Config) -> ByTag:
    """The entries that have each tag of the config, by its name, in the order in which they come."""
    by_tag: ByTag = {tag.name: [] for tag in config.tags}
    for entry in entries:
        for name in entry.tags:
            if name in by_tag:  # a seed may name others
                by_tag[name].append(entry)
    return by_tag


def parts_of(entries: Iterable[Entry]) -> tuple[Part, ...]:
    """The history of entries that are given newest first, oldest part first.

    A period has a part for each PART of its entries. One is closed when it is full, or another period has begun.
    """
    periods: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.period:
            periods.setdefault(entry.period, []).append(entry)
    parts: list[Part] = []
    for period in sorted(periods):
        oldest_first = periods[period][::-1]
        for number, start in enumerate(range(0, len(oldest_first), PART), start=1):
            some = tuple(oldest_first[start : start + PART][::-1])
            name = period if number == 1 else f"{period}-{number}"
            parts.append(Part(name, period, number, some, closed=True))
    if parts and len(parts[-1].entries) < PART:
        parts[-1] = parts[-1]._replace(closed=False)
    return tuple(parts)


def _having(tag: str) -> Callable[[Iterable[str]], bool]:
    return lambda tags: tag in tags


def _archives(parts: Sequence[Part], config: Config) -> list[Feed]:
    """A feed for each closed part (RFC 5005, 4)."""
    feeds = []
    closed = [part for part in parts if part.closed]
    for number, part in enumerate(closed):
        history = [("current", MAIN)]
        if number > 0:
            history.append(("prev-archive", closed[number - 1].path))
        if number + 1 < len(closed):
            history.append(("next-archive", closed[number + 1].path))
        feeds.append(
            Feed(
                path=part.path,
                id=_feed_id(config, part.path),
                title=f"{config.title}: {part.name}",
                subtitle=config.subtitle,
                entries=part.entries,
                archived=True,
                history=tuple(history),
            )
        )
    return feeds


def _current(
    entries: Sequence[Entry], parts: Sequence[Part], config: Config
) -> Callable[[Sequence[Entry], int | None, Callable[[Iterable[str]], bool]], tuple[Entry, ...]]:
    """What of some entries a current feed holds: the newest, and all that the history does not tell a subscriber.

    These are the entries of the open part, and the newest PART of those that were updated since the last closed
    one, whatever their date: nobody reads a closed archive again (RFC 5005, 4).
    A function of the tags of an entry says whether it is one of these some.
    """
    fresh: dict[str, Entry] = {}
    if parts:
        *_, last = parts
        closed = last if last.closed else next((part for part in reversed(parts) if part.closed), None)
        if not last.closed:
            fresh.update((entry.path, entry) for entry in last.entries)
        # A day, or a period as long as no part of it is closed: `2025-07-03` is later than `2025-07`.
        since = last.period
        if closed and closed.period == last.period:
            since = closed.entries[0].published.astimezone(config.timezone).date().isoformat()
        updated = [
            entry
            for entry in entries
            if entry.updated is not entry.published
            and entry.updated.astimezone(config.timezone).date().isoformat() >= since
        ]
        latest = {entry.path for entry in sorted(updated, key=attrgetter("updated"), reverse=True)[:PART]}
        fresh.update((entry.path, entry) for entry in updated if entry.path in latest)

    def current(
        some: Sequence[Entry], limit: int | None, takes: Callable[[Iterable[str]], bool]
    ) -> tuple[Entry, ...]:
        newest = tuple(some[:limit])
        if len(newest) == len(some):
            return newest
        shown = {entry.path for entry in newest}
        others = (entry for path, entry in fresh.items() if path not in shown and takes(entry.tags))
        return newest + tuple(others)

    return current


def current_feeds(feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """The feeds to subscribe to: the main feed, then those of the tags, then the extra ones."""
    *others, main = (feed for feed in feeds if not feed.archived)
    return (main, *others)


def home_of(feed: Feed, config: Config) -> str:
    """The address of the page for people that goes with a feed."""
    has_page = config.pages and (feed.archived or feed.tag)
    return config.url_of(f"{feed.path}.html") if has_page else config.url


def _feed_id(config: Config, path: str) -> str:
    # No path has a colon once it is quoted: no path of a seed gives this id.
    return f"{config.id.removesuffix('/')}/{quote_path(path)}:feed"
