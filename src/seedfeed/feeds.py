"""Entries → feeds: which entry goes where. Touches no file and no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from seedfeed.entries.instants import period_of
from seedfeed.model import Config, Entry, Feed
from seedfeed.text.addresses import quote_path

#: Names of documents below feeds/ that no extra feed can have.
MAIN = "feed"
RESERVED = (MAIN, "feeds", "index")


def make_feeds(
    entries: Sequence[Entry], periods: Mapping[str, tuple[Entry, ...]], config: Config
) -> tuple[Feed, ...]:
    """The feeds of a config, in the order in which they are to be published.

    History first, the main feed last: whoever reads an entry there can follow it everywhere else.
    """
    by_tag: dict[str, list[Entry]] = {tag.name: [] for tag in config.tags}
    for entry in entries:
        for name in entry.tags:
            if name in by_tag:  # a seed may name others
                by_tag[name].append(entry)
    current = _current(entries, periods, config)
    tag_feeds = (
        Feed(
            path=f"tags/{tag.slug}",
            id=_feed_id(config, f"tags/{tag.slug}"),
            title=f"{config.title}: {tag.label or tag.name}",
            subtitle=config.subtitle,
            tag=tag.category(config.tags_url),
            entries=current(by_tag[tag.name]),
        )
        for tag in config.tags
    )
    extra_feeds = (
        Feed(
            path=rule.slug,
            id=_feed_id(config, rule.slug),
            title=rule.title,
            subtitle=rule.subtitle,
            entries=current([entry for entry in entries if rule.takes(entry.tags)]),
        )
        for rule in config.feeds
    )
    closed = list(periods)[:-1]
    main = Feed(
        path=MAIN,
        id=config.id,
        title=config.title,
        subtitle=config.subtitle,
        entries=current(entries),
        history=(("prev-archive", f"archive/{closed[-1]}"),) if closed else (),
    )
    return (*_archives(periods, closed, config), *tag_feeds, *extra_feeds, main)


def periods_of(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The entries of each period of the history, oldest period first, each newest first."""
    periods: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.period:
            periods.setdefault(entry.period, []).append(entry)
    return {period: tuple(periods[period]) for period in sorted(periods)}


def _archives(periods: Mapping[str, tuple[Entry, ...]], closed: Sequence[str], config: Config) -> list[Feed]:
    """A feed for each closed period (RFC 5005, 4): one after which another has begun."""
    feeds = []
    for number, period in enumerate(closed):
        history = [("current", MAIN)]
        if number > 0:
            history.append(("prev-archive", f"archive/{closed[number - 1]}"))
        if number + 1 < len(closed):
            history.append(("next-archive", f"archive/{closed[number + 1]}"))
        feeds.append(
            Feed(
                path=f"archive/{period}",
                id=_feed_id(config, f"archive/{period}"),
                title=f"{config.title}: {period}",
                subtitle=config.subtitle,
                entries=periods[period],
                archived=True,
                history=tuple(history),
            )
        )
    return feeds


def _current(
    entries: Sequence[Entry], periods: Iterable[str], config: Config
) -> Callable[[Sequence[Entry]], tuple[Entry, ...]]:
    """What of some entries a current feed holds: the newest, and all that the history does not tell a subscriber.

    These are the entries of the open period, and those that were updated in it, whatever their date: nobody reads
    a closed archive again (RFC 5005, 4).
    """
    last = max(periods, default=None)

    def is_open(entry: Entry) -> bool:
        period = entry.period
        if entry.updated is not entry.published:
            period = period_of(entry.updated.astimezone(config.timezone), config.archive)
        return period is not None and last is not None and period >= last

    limit = config.limit
    fresh = frozenset(entry.path for entry in entries if is_open(entry)) if limit is not None else frozenset()

    def current(some: Sequence[Entry]) -> tuple[Entry, ...]:
        newest = tuple(some[:limit])
        return newest + tuple(entry for entry in some[len(newest) :] if entry.path in fresh)

    return current


def current_feeds(feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """The feeds to subscribe to: the main feed, then those of the tags, then the extra ones."""
    *others, main = (feed for feed in feeds if not feed.archived)
    return (main, *others)


def home_of(feed: Feed, config: Config) -> str:
    """The address of the page for people that goes with a feed."""
    return config.url_of(f"{feed.path}.html") if feed.archived else config.url


def _feed_id(config: Config, path: str) -> str:
    # No path has a colon once it is quoted: no path of a seed gives this id.
    return f"{config.id.removesuffix('/')}/{quote_path(path)}:feed"
