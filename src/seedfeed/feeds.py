"""Entries → feeds: which entry goes where. Touches no file and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

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
    tag_feeds = (
        Feed(
            path=f"tags/{tag.slug}",
            id=_feed_id(config, f"tags/{tag.slug}"),
            title=f"{config.title}: {tag.label or tag.name}",
            subtitle=config.subtitle,
            tag=tag.category(config.tags_url),
            entries=tuple(by_tag[tag.name][: config.limit]),
        )
        for tag in config.tags
    )
    extra_feeds = (
        Feed(
            path=rule.slug,
            id=_feed_id(config, rule.slug),
            title=rule.title,
            subtitle=rule.subtitle,
            entries=tuple(islice((entry for entry in entries if rule.takes(entry.tags)), config.limit)),
        )
        for rule in config.feeds
    )
    return (*_archives(periods, config), *tag_feeds, *extra_feeds, _main(entries, list(periods), config))


def periods_of(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The entries of each period of the history, oldest period first, each newest first."""
    periods: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.period:
            periods.setdefault(entry.period, []).append(entry)
    return {period: tuple(periods[period]) for period in sorted(periods)}


def _archives(periods: Mapping[str, tuple[Entry, ...]], config: Config) -> list[Feed]:
    """A feed for each closed period (RFC 5005, 4): one after which another has begun."""
    closed = list(periods)[:-1]
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


def _main(entries: Sequence[Entry], periods: Sequence[str], config: Config) -> Feed:
    """The newest entries, and in any case what the history does not tell a subscriber: all of the open period.

    What was updated in it belongs there too, whatever its date: nobody reads a closed archive again (RFC 5005, 4).
    """

    def is_open(entry: Entry) -> bool:
        period = entry.period
        if entry.updated is not entry.published:
            period = period_of(entry.updated.astimezone(config.timezone), config.archive)
        return period is not None and period >= periods[-1]

    limit = len(entries) if config.limit is None else config.limit
    return Feed(
        path=MAIN,
        id=config.id,
        title=config.title,
        subtitle=config.subtitle,
        entries=tuple(entry for place, entry in enumerate(entries) if place < limit or is_open(entry)),
        history=(("prev-archive", f"archive/{periods[-2]}"),) if len(periods) > 1 else (),
    )


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
