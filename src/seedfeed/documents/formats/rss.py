"""RSS 2.0 (RSS Advisory Board, Best Practices Profile), written by feedgen and an extension.

What RSS has no element for is left out: `updated` of an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from typing import Any, BinaryIO

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from seedfeed.documents import xml
from seedfeed.documents.content import content_of
from seedfeed.documents.formats import FORMATS, Categories, Shown
from seedfeed.documents.xml import HISTORY
from seedfeed.entries.instants import rfc822
from seedfeed.feeds import home_of
from seedfeed.model import Config, Entry, Feed, Text

_MEDIA_TYPE = FORMATS["rss"].media_type
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_SOURCE = "http://source.scripting.com/"  # source:markdown, by Dave Winer
_NAMESPACES = {"atom": _ATOM, "content": _CONTENT, "dc": _DC}
_ENCODED = f"{{{_CONTENT}}}encoded"
_CREATOR, _LANGUAGE = f"{{{_DC}}}creator", f"{{{_DC}}}language"
_MARKDOWN = f"{{{_SOURCE}}}markdown"
_END = b"</channel>\n</rss>\n"
_ID = re.compile(rb"<guid\b[^>]*>([^<]*)</guid>")


def render_entry(entry: Entry, text: Text, category: Categories) -> bytes:
    """The `item` element."""
    has_markdown = text.markdown is not None
    mould = _mould(link=bool(entry.link), author=bool(text.author), lang=bool(text.lang), markdown=has_markdown)
    parts = mould.parts
    parts["title"].text = text.title
    parts["description"].text = escape(text.summary, quote=False)  # readers take it for HTML
    parts[_ENCODED].text = content_of(text)
    parts["guid"].text = entry.id
    parts["pubDate"].text = rfc822(entry.published)
    if entry.link:
        parts["link"].text = entry.link
    if text.author:
        parts[_CREATOR].text = text.author
    if text.lang:
        parts[_LANGUAGE].text = text.lang
    if has_markdown:
        parts[_MARKDOWN].text = text.markdown
    return mould.cast(_category(tag, category(tag).scheme) for tag in entry.tags)


@cache
def _mould(*, link: bool, author: bool, lang: bool, markdown: bool) -> xml.Mould:
    """An item with or without a link, an author, a language of its own, a source in Markdown."""
    made = FeedEntry()
    made.guid("id", permalink=False)
    made.title("title")
    if link:
        made.link(href="link")
    made.content("content")
    made.description("summary")
    element = made.rss_entry()
    if author:  # feedgen writes a mail address
        etree.SubElement(element, _CREATOR)
    if lang:
        etree.SubElement(element, _LANGUAGE)
    if markdown:
        etree.SubElement(element, _MARKDOWN, nsmap={"source": _SOURCE})
    etree.SubElement(element, "pubDate")  # feedgen's depends on the locale of the process
    ours = {_CREATOR: author, _LANGUAGE: lang, _MARKDOWN: markdown, "pubDate": True}
    return xml.Mould(
        element, before=next(name for name, is_there in ours.items() if is_there), namespaces=_NAMESPACES
    )


@lru_cache(maxsize=1000)
def _category(tag: str, scheme: str) -> Any:
    element = etree.Element("category", domain=scheme)
    element.text = tag
    return element


def render_frame(feed: Feed, config: Config) -> tuple[bytes, bytes]:
    """The `rss` and `channel` elements up to the items, and their end."""
    made = FeedGenerator()
    made.title(feed.title)
    made.description(feed.subtitle or feed.title)
    made.link(href=config.url_of(f"{feed.path}.rss"), rel="self", type=_MEDIA_TYPE)
    made.link(href=home_of(feed, config))  # the last one becomes the link of the channel
    made.generator("seedfeed")
    made.language(config.language)
    made.rights(config.rights)
    if config.icon:
        made.image(url=config.icon, title=feed.title, link=home_of(feed, config))
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


def read_entries(file: BinaryIO) -> Iterator[Shown]:
    """The items in a document. Raises ValueError if it is malformed."""
    for uri, title, content in xml.read_texts(file, "item", ("guid", "title", _ENCODED)):
        yield Shown(uri, None, title, content)


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
            etree.SubElement(channel, _CREATOR).text = author.name
        etree.SubElement(channel, "lastBuildDate").text = rfc822(self.feed.updated)
        if self.config.hub and not self.feed.archived:
            etree.SubElement(channel, f"{{{_ATOM}}}link", href=self.config.hub, rel="hub")
        for relation, path in self.feed.history:
            href = self.config.url_of(f"{path}.rss")
            etree.SubElement(channel, f"{{{_ATOM}}}link", href=href, rel=relation, type=_MEDIA_TYPE)
        if self.feed.archived:
            etree.SubElement(channel, f"{{{HISTORY}}}archive")
        return rss
