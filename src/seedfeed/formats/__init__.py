"""The formats of a feed. A new one is a module like `atom` and a line in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, cast

from seedfeed.model import Config, Document, Entry, Feed

FORMATS = {  # name and suffix: the module, imported on first use
    "atom": "seedfeed.formats.atom",
    "rss": "seedfeed.formats.rss",
    "json": "seedfeed.formats.jsonfeed",
}

#: How the tool knows a document of its own: the generator, named in the first bytes of XML, HTML or JSON.
MARK = re.compile(rb'generator(?:>|" content="|": "|=")seedfeed[<"]')
MARK_WITHIN = 1000
#: The namespace of archived feeds (RFC 5005, 2).
HISTORY = "http://purl.org/syndication/history/1.0"


class Format(Protocol):
    """What a module of a format offers. A document is a head, rendered entries and a tail.

    A format may have a SEPARATOR, which stands between two entries.
    """

    NAME: str  #: as people call it
    MEDIA_TYPE: str

    def render_entry(self, entry: Entry, config: Config) -> bytes:
        """One entry, the same bytes in every feed."""

    def render_frame(self, feed: Feed, config: Config) -> tuple[bytes, bytes]:
        """What stands before and behind the entries of a feed."""


def format_of(name: str) -> Format:
    """The module of a format."""
    return cast(Format, import_module(FORMATS[name]))


def render(feeds: Iterable[Feed], config: Config) -> Iterator[Document]:
    """The documents of all feeds in all formats of the config, each entry rendered once a format."""
    feeds = tuple(feeds)
    for name in config.formats:
        module = format_of(name)
        rendered: dict[str, bytes] = {}
        for feed in feeds:
            for entry in feed.entries:
                if entry.id not in rendered:
                    rendered[entry.id] = module.render_entry(entry, config)
            head, tail = module.render_frame(feed, config)
            entries = [rendered[entry.id] for entry in feed.entries]
            if separator := getattr(module, "SEPARATOR", None):
                entries = [part for entry in entries for part in (separator, entry)][1:]
            yield Document(f"{feed.path}.{name}", (head, *entries, tail))
