"""Atom (RFC 4287), written by feedgen. What feedgen 1.0 gets wrong is met in the two extensions."""

from __future__ import annotations

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from seedfeed.feeds import home_of
from seedfeed.formats import HISTORY
from seedfeed.model import Config, Entry, Feed

NAME = "Atom"
MEDIA_TYPE = "application/atom+xml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_END = b"</feed>\n"


def render_entry(entry: Entry, config: Config) -> bytes:
    """The `entry` element (4.1.2)."""
    made = FeedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.published(entry.published)
    made.updated(entry.updated)  # else feedgen takes the present
    made.content(entry.content, type="html")
    made.summary(entry.summary)
    if entry.author:
        made.author(name=entry.author)
    made.category([{"term": tag, "scheme": config.tags_url} for tag in entry.tags])
    made.register_extension("seedfeed", _EntryExtension, rss=False)
    made.seedfeed.link = entry.link
    made.seedfeed.lang = entry.lang
    return _to_bytes(made.atom_entry(), level=1)


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
    made.link(href=config.url_of(f"{feed.path}.atom"), rel="self", type=MEDIA_TYPE)
    made.link(href=home_of(feed, config), rel="alternate", type="text/html")
    for relation, path in feed.history:
        made.link(href=config.url_of(f"{path}.atom"), rel=relation, type=MEDIA_TYPE)
    if feed.tag:
        made.category(term=feed.tag, scheme=config.tags_url)
    made.register_extension("seedfeed", _FeedExtension, rss=False)
    made.seedfeed.archived = feed.archived
    head: bytes = made.atom_str(pretty=True)
    return head.removesuffix(_END), _END


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """An entry's link with `rel` and `type`, which feedgen drops (python-feedgen #135), and `xml:lang`."""

    link: str | None = None
    lang: str | None = None

    def extend_atom(self, entry: Any) -> Any:
        if self.link:
            link = etree.Element("link", rel="alternate", href=self.link)
            entry.insert(entry.index(entry.find("title")) + 1, link)
        if self.lang:
            entry.set(_LANG, self.lang)
        _write_utc(entry)
        return entry


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    """The generator comes first: it is the mark by which the tool knows its own documents."""

    archived = False

    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY} if self.archived else {}

    def extend_atom(self, feed: Any) -> Any:
        feed.insert(0, feed.find("generator"))
        if self.archived:
            etree.SubElement(feed, f"{{{HISTORY}}}archive")
        _write_utc(feed)
        return feed


def _write_utc(element: Any) -> None:
    """Dates end in `Z`: several readers ignore offsets."""
    for name in ("updated", "published"):
        found = element.find(name)
        if found is not None:
            found.text = found.text.replace("+00:00", "Z")


def _to_bytes(element: Any, level: int) -> bytes:
    etree.indent(element, level=level)
    return b"  " * level + etree.tostring(element, encoding="UTF-8") + b"\n"
