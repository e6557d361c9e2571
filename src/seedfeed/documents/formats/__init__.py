"""The formats of a feed. A new one is a module like `atom` and a line in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import escape
from importlib import import_module
from typing import BinaryIO, NamedTuple, Protocol, cast

from seedfeed.model import Category, Config, Document, Entry, Feed, Text, digest
from seedfeed.processes import batches


class Kind(NamedTuple):
    """What is to be known of a format before it is needed."""

    name: str  #: as people call it
    media_type: str
    module: str  #: imported on first use


FORMATS = {  # by suffix
    "atom": Kind("Atom", "application/atom+xml", "seedfeed.documents.formats.atom"),
    "rss": Kind("RSS", "application/rss+xml", "seedfeed.documents.formats.rss"),
    "json": Kind("JSON Feed", "application/feed+json", "seedfeed.documents.formats.jsonfeed"),
}

#: How the tool knows a document of its own: the generator, named in the first bytes of XML, HTML or JSON.
MARK = re.compile(rb'generator(?:>|" content="|": "|=")seedfeed[<"]')
MARK_WITHIN = 1000
#: The namespace of archived feeds (RFC 5005, 2).
HISTORY = "http://purl.org/syndication/history/1.0"

#: The bytes of entries in a format, in their order.
Rendered = Callable[[str, Sequence[Entry]], Iterable[bytes]]

#: How a tag is shown, by its name.
Categories = Callable[[str], Category]


class Format(Protocol):
    """What a module of a format offers. A document is a head, rendered entries and a tail.

    A format may have a SEPARATOR, which stands between two entries.
    """

    def render_entry(self, entry: Entry, text: Text, category: Categories) -> bytes:
        """One entry, the same bytes in every feed."""

    def render_frame(self, feed: Feed, config: Config) -> tuple[bytes, bytes]:
        """What stands before and behind the entries of a feed."""

    def read_ids(self, file: BinaryIO) -> Iterator[bytes]:
        """The ids of the entries in a document. Raises ValueError if it is malformed."""


def format_of(name: str) -> Format:
    """The module of a format."""
    return cast(Format, import_module(FORMATS[name].module))


def content_of(text: Text) -> str:
    """A text as HTML: a `<p>` for each paragraph, escaped."""
    return "<p>" + escape(text.body, quote=False).replace("\n\n", "</p>\n<p>") + "</p>"


def documents(feeds: Iterable[Feed], config: Config, rendered: Rendered) -> Iterator[Document]:
    """The documents of all feeds in all formats of the config."""
    look = config.look
    for feed in feeds:
        head = (feed.path, feed.id, feed.title, feed.subtitle, feed.tag, feed.archived, feed.history)
        source = digest(look, head, b"".join(entry.key for entry in feed.entries))
        for name in config.formats:
            yield Document(
                path=f"{feed.path}.{name}",
                source=source,
                entries=feed.entries,
                format=name,
                parts=partial(_parts, feed, name, config, rendered),
                read_ids=lambda file, name=name: format_of(name).read_ids(file),  # type: ignore[misc]
            )


def _parts(feed: Feed, name: str, config: Config, rendered: Rendered) -> Iterator[bytes]:
    module = format_of(name)
    head, tail = module.render_frame(feed, config)
    separator: bytes = getattr(module, "SEPARATOR", b"")
    yield head
    for place, some in enumerate(batches(rendered(name, feed.entries), len)):
        yield separator * bool(place) + separator.join(some)
    yield tail
