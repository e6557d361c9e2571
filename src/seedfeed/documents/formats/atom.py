"""Atom (RFC 4287), written by feedgen. What feedgen 1.0 gets wrong is mended here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, BinaryIO

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from seedfeed.documents import xml
from seedfeed.documents.content import content_of
from seedfeed.documents.formats import FORMATS, Categories, Shown
from seedfeed.documents.xml import HISTORY
from seedfeed.entries.instants import rfc3339
from seedfeed.feeds import home_of
from seedfeed.model import EPOCH, Category, Config, Entry, Feed, Text

_MEDIA_TYPE = FORMATS["atom"].media_type
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_END = b"</feed>\n"
_ID = re.compile(rb"<entry\b[^>]*>\s*<id>([^<]*)</id>")


def render_entry(entry: Entry, text: Text, category: Categories) -> bytes:
    """The `entry` element (4.1.2)."""
    mould = _mould(link=bool(entry.link), author=bool(text.author))
    parts = mould.parts
    parts["id"].text = entry.id
    parts["title"].text = text.title
    parts["content"].text = content_of(text)
    parts["summary"].text = text.summary
    parts["published"].text = parts["updated"].text = rfc3339(entry.published)
    if entry.updated is not entry.published:
        parts["updated"].text = rfc3339(entry.updated)
    if entry.link:
        parts["link"].set("href", entry.link)
    if text.author:
        parts["author"][0].text = text.author
    if text.lang:
        mould.element.set(_LANG, text.lang)
    else:
        mould.element.attrib.pop(_LANG, None)
    return mould.cast(_category(category(tag)) for tag in entry.tags)


@cache
def _mould(*, link: bool, author: bool) -> xml.Mould:
    """An entry with a link or without, with an author or without."""
    made = FeedEntry()
    made.id("id")
    made.title("title")
    made.published(EPOCH)
    made.updated(EPOCH)
    made.content("content", type="html")
    made.summary("summary")
    if author:
        made.author(name="name")
    element = made.atom_entry()
    if link:  # after the title; feedgen would drop its `rel` (python-feedgen #135)
        element.insert(2, etree.Element("link", rel="alternate", href=""))
    return xml.Mould(element, before="published")


@lru_cache(maxsize=1000)
def _category(category: Category) -> Any:
    element = etree.Element("category", term=category.term, scheme=category.scheme)
    if category.label is not None:
        element.set("label", category.label)
    return element


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
    made.rights(config.rights)
    made.icon(config.icon)
    made.logo(config.icon)
    made.link(href=config.url_of(f"{feed.path}.atom"), rel="self", type=_MEDIA_TYPE)
    made.link(href=home_of(feed, config), rel="alternate", type="text/html")
    if config.hub and not feed.archived:  # what is closed has no news
        made.link(href=config.hub, rel="hub")
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


def read_entries(file: BinaryIO) -> Iterator[Shown]:
    """The entries in a document. Raises ValueError if it is malformed."""
    names = [f"{{{_ATOM}}}{name}" for name in Shown._fields]
    return map(Shown._make, xml.read_texts(file, f"{{{_ATOM}}}entry", names))


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
