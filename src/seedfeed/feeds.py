"""Entries → feeds: which entry goes where. Touches no file and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from seedfeed.model import Config, Entry, Feed
from seedfeed.names import quote_path

#: Names of documents below feeds/ that no extra feed can have.
MAIN = "feed"
RESERVED = (MAIN, "feeds", "index")


def make_feeds(entries: Sequence[Entry], config: Config) -> tuple[Feed, ...]:
    """The feeds of a config, in the order in which they are to be published.

    The main feed comes last: who reads an entry there can follow it everywhere else.
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
            title=f"{config.title}: {tag.name}",
            subtitle=config.subtitle,
            tag=tag.name,
            entries=_newest(by_tag[tag.name], config),
        )
        for tag in config.tags
    )
    extra_feeds = (
        Feed(
            path=rule.slug,
            id=_feed_id(config, rule.slug),
            title=rule.title,
            subtitle=rule.subtitle,
            entries=_newest((entry for entry in entries if rule.takes(entry.tags)), config),
        )
        for rule in config.feeds
    )
    main = Feed(
        path=MAIN,
        id=config.id,
        title=config.title,
        subtitle=config.subtitle,
        entries=_newest(entries, config),
    )
    return (*tag_feeds, *extra_feeds, main)


def _newest(entries: Iterable[Entry], config: Config) -> tuple[Entry, ...]:
    return tuple(islice(entries, config.limit))


def _feed_id(config: Config, path: str) -> str:
    # No path has a colon once it is quoted: this is never the id of a seed.
    return f"{config.id.removesuffix('/')}/{quote_path(path)}:feed"
