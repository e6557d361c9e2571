"""The formats of a feed. A new one is a module like `atom` and a line in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, cast

from seedfeed.model import Config, Document, Entry, Feed

FORMATS = {  # name and suffix: the module, imported on first use
    "atom": "seedfeed.formats.atom",
}

#: How the tool knows a document of its own: the generator, named in the first bytes of XML, HTML or JSON.
MARK = re.compile(rb'generator(?:>|" content="|": ")seedfeed[<"]')
MARK_WITHIN = 1000


class Format(Protocol):
    """What a module of a format offers. A document is a head, rendered entries and a tail."""

    def render_entry(self, entry: Entry, config: Config) -> bytes:
        """One entry, the same bytes in every feed."""

    def render_frame(self, feed: Feed, config: Config) -> tuple[bytes, bytes]:
        """What stands before and behind the entries of a feed."""


def render(feeds: Iterable[Feed], config: Config) -> Iterator[Document]:
    """The documents of all feeds in all formats of the config, each entry rendered once a format."""
    feeds = tuple(feeds)
    for name in config.formats:
        module = cast(Format, import_module(FORMATS[name]))
        rendered: dict[str, bytes] = {}
        for feed in feeds:
            for entry in feed.entries:
                if entry.id not in rendered:
                    rendered[entry.id] = module.render_entry(entry, config)
            head, tail = module.render_frame(feed, config)
            yield Document(f"{feed.path}.{name}", (head, *(rendered[entry.id] for entry in feed.entries), tail))
