"""RSS 2.0 (RSS Advisory Board, Best Practices Profile), written by feedgen and two extensions.

What RSS has no element for is left out: `updated` of an item, its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from seedfeed.feeds import home_of
from seedfeed.formats import FORMATS, HISTORY, Categories, content_of, xml
from seedfeed.instants import rfc822
from seedfeed.model import Config, Entry, Feed, Text

_MEDIA_TYPE = FORMATS["rss"].media_type
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_NAMESPACES = {"atom": _ATOM, "content": "http://purl.org/rss/1.0/modules/content/", "dc": _DC}
_END = b"</channel>\n</rss>\n"
_ID = re.compile(rb"<guid\b[^>]*>([^<]*)</guid>")


def render_entry(entry: Entry, text: Text, category: Categories) -> bytes:
    """The `item` element."""
    made = FeedEntry()
    made.guid(entry.id, permalink=False)
    made.title(text.title)
    if entry.link:
        made.link(href=entry.link)
    made.content(content_of(text))
    made.description(escape(text.summary, quote=False))  # readers take it for HTML
    made.register_extension("seedfeed", _ItemExtension, atom=False)
    made.seedfeed.entry = entry
    made.seedfeed.text = text
    made.seedfeed.category = category
    item = made.rss_entry()
    etree.indent(item, level=1)
    # Namespaces are declared once, on the root.
    holder = etree.Element("rss", nsmap=_NAMESPACES)
    holder.append(item)
    etree.cleanup_namespaces(holder, keep_ns_prefixes=list(_NAMESPACES))
    data: bytes = etree.tostring(holder, encoding="UTF-8")
    return b"  " + data[data.index(b"<item>") : data.rindex(b"</rss>")].rstrip() + b"\n"


def render_frame(feed: Feed, config: Config) -> tuple[bytes, bytes]:
    """The `rss` and `channel` elements up to the items, and their end."""
    made = FeedGenerator()
    made.title(feed.title)
    made.description(feed.subtitle or feed.title)
    made.link(href=config.url_of(f"{feed.path}.rss"), rel="self", type=_MEDIA_TYPE)
    made.link(href=home_of(feed, config))  # the last one becomes the link of the channel
    made.generator("seedfeed")
    made.language(config.language)
    if config.ttl:
        made.ttl(config.ttl)
    if config.author.email:
        made.managingEditor(f"{config.author.email} ({config.author.name})")
    if feed.tag:
        made.category(term=feed.tag.term, scheme=feed.tag.scheme)
    # Else feedgen writes the present, and switches the locale of the process to do so.
    made._FeedGenerator__rss_lastBuildDate = None
    made.register_extension("seedfeed", _ChannelExtension, atom=False)
    made.seedfeed.feed = feed
    made.seedfeed.config = config
    head: bytes = made.rss_str(pretty=True)
    return head[: head.rindex(b"</channel>")].rstrip() + b"\n", _END


def read_ids(file: BinaryIO) -> Iterator[bytes]:
    """The ids of the items in a document. Raises ValueError if it is malformed."""
    return xml.read_ids(file, _ID)


class _ItemExtension(BaseEntryExtension):  # type: ignore[misc]
    """Tags, the author without a mail address, and a date that depends on no locale."""

    entry: Entry
    text: Text
    category: Categories

    def extend_rss(self, item: Any) -> Any:
        for tag in self.entry.tags:  # feedgen's own way takes as long as the rest of the item
            etree.SubElement(item, "category", domain=self.category(tag).scheme).text = tag
        if self.text.author:
            etree.SubElement(item, f"{{{_DC}}}creator").text = self.text.author
        etree.SubElement(item, "pubDate").text = rfc822(self.entry.published)
        return item


class _ChannelExtension(BaseExtension):  # type: ignore[misc]
    """The generator first, as our mark; the date of the newest entry; the links of the history."""

    feed: Feed
    config: Config

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC} | ({"fh": HISTORY} if self.feed.archived else {})

    def extend_rss(self, rss: Any) -> Any:
        channel = rss.find("channel")
        channel.insert(0, channel.find("generator"))
        author = self.config.author
        if not author.email and author.name != self.config.title:
            etree.SubElement(channel, f"{{{_DC}}}creator").text = author.name
        etree.SubElement(channel, "lastBuildDate").text = rfc822(self.feed.updated)
        for relation, path in self.feed.history:
            href = self.config.url_of(f"{path}.rss")
            etree.SubElement(channel, f"{{{_ATOM}}}link", href=href, rel=relation, type=_MEDIA_TYPE)
        if self.feed.archived:
            etree.SubElement(channel, f"{{{HISTORY}}}archive")
        return rss
