"""Atom (RFC 4287), written by feedgen. What feedgen 1.0 gets wrong is met in the two extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from seedfeed.feeds import home_of
from seedfeed.formats import FORMATS, HISTORY, Categories, content_of, xml
from seedfeed.instants import rfc3339
from seedfeed.model import Config, Entry, Feed, Text

_MEDIA_TYPE = FORMATS["atom"].media_type
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_END = b"</feed>\n"
_ID = re.compile(rb"<entry\b[^>]*>\s*<id>([^<]*)</id>")


def render_entry(entry: Entry, text: Text, category: Categories) -> bytes:
    """The `entry` element (4.1.2)."""
    made = FeedEntry()
    made.id(entry.id)
    made.title(text.title)
    made.published(entry.published)
    made.updated(entry.updated)  # else feedgen takes the present
    made.content(content_of(text), type="html")
    made.summary(text.summary)
    if text.author:
        made.author(name=text.author)
    made.register_extension("seedfeed", _EntryExtension, rss=False)
    made.seedfeed.entry = entry
    made.seedfeed.text = text
    made.seedfeed.category = category
    element = made.atom_entry()
    etree.indent(element, level=1)
    return b"  " + etree.tostring(element, encoding="UTF-8") + b"\n"


def render_frame(feed: Feed, config: Config) -> tuple[bytes, bytes]:
    """The `feed` element (4.1.1) up to its entries, and its end."""
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.subtitle(feed.subtitle)
    made.updated(feed.updated)  # else feedgen takes the present
    author = config.author
    made.author(name=author.name, email=author.email, uri=author.uri)
    made.generator("seedfeed")
    made.language(config.language)
    made.link(href=config.url_of(f"{feed.path}.atom"), rel="self", type=_MEDIA_TYPE)
    made.link(href=home_of(feed, config), rel="alternate", type="text/html")
    for relation, path in feed.history:
        made.link(href=config.url_of(f"{path}.atom"), rel=relation, type=_MEDIA_TYPE)
    if feed.tag:
        made.category(feed.tag._asdict())
    made.register_extension("seedfeed", _FeedExtension, rss=False)
    made.seedfeed.feed = feed
    head: bytes = made.atom_str(pretty=True)
    return head.removesuffix(_END), _END


def read_ids(file: BinaryIO) -> Iterator[bytes]:
    """The ids of the entries in a document. Raises ValueError if it is malformed."""
    return xml.read_ids(file, _ID)


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """An entry's link with `rel`, which feedgen drops (python-feedgen #135), tags, `xml:lang`, dates with `Z`."""

    entry: Entry
    text: Text
    category: Categories

    def extend_atom(self, element: Any) -> Any:
        entry = self.entry
        published = element[-1]
        published.text = element[2].text = rfc3339(entry.published)
        if entry.updated is not entry.published:
            element[2].text = rfc3339(entry.updated)
        for tag in entry.tags:  # feedgen's own way takes as long as the rest of the entry
            term, scheme, label = self.category(tag)
            if label is None:
                etree.SubElement(element, "category", term=term, scheme=scheme)
            else:
                etree.SubElement(element, "category", term=term, scheme=scheme, label=label)
        element.append(published)
        if entry.link:
            element.insert(2, etree.Element("link", rel="alternate", href=entry.link))
        if self.text.lang:
            element.set(_LANG, self.text.lang)
        return element


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    """The generator first, as our mark; the date with `Z`; the element of an archive."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY} if self.feed.archived else {}

    def extend_atom(self, element: Any) -> Any:
        element.insert(0, element.find("generator"))
        element.find("updated").text = rfc3339(self.feed.updated)
        if self.feed.archived:
            etree.SubElement(element, f"{{{HISTORY}}}archive")
        return element
