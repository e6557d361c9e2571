"""The formats of a feed. A new one is a module like `atom` and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, NamedTuple, Protocol, cast

from seedfeed.model import Category, Config, Entry, Feed, Text


class Kind(NamedTuple):
    """What is to be known of a format before its module is imported."""

    name: str  #: as people call it
    media_type: str
    mark: bytes  #: how its documents name seedfeed as their generator, in their first bytes
    module: str


FORMATS = {  # by suffix
    "atom": Kind("Atom", "application/atom+xml", b"<generator>seedfeed<", "atom"),
    "rss": Kind("RSS", "application/rss+xml", b"<generator>seedfeed<", "rss"),
    "json": Kind("JSON Feed", "application/feed+json", b'"generator": "seedfeed"', "jsonfeed"),
}


class Shown(NamedTuple):
    """What a document says of an entry."""

    id: str
    updated: str | None  #: RFC 3339; None where the format does not say it
    title: str
    content: str  #: HTML


#: How a tag is shown, by its name.
Categories = Callable[[str], Category]


class Format(Protocol):
    """What the module of a format offers. A document is a head, entries and a tail.

    A format may have a SEPARATOR, which comes between two entries.
    """

    def render_entry(self, entry: Entry, text: Text, category: Categories) -> bytes:
        """One entry, the same bytes in every feed."""

    def render_frame(self, feed: Feed, config: Config) -> tuple[bytes, bytes]:
        """What comes before the entries of a feed, and what after them."""

    def read_ids(self, file: BinaryIO) -> Iterator[bytes]:
        """The ids of the entries in a document, as its bytes have them. Raises ValueError if it is malformed."""

    def read_entries(self, file: BinaryIO) -> Iterator[Shown]:
        """The entries in a document. Raises ValueError if it is malformed."""


def format_of(name: str) -> Format:
    """The module of a format, by its suffix."""
    return cast(Format, import_module(f"{__name__}.{FORMATS[name].module}"))
