"""OPML 2.0 (opml.org): every feed, for one-step import into a reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO

from seedfeed.entries.instants import rfc822
from seedfeed.feeds import current_feeds, home_of
from seedfeed.model import Config, Document, Feed
from seedfeed.text.digests import name_of

PATH = "feeds.opml"
#: How the document names seedfeed as its generator.
MARK = b'generator="seedfeed"'


def opml_document(feeds: Sequence[Feed], config: Config) -> Document:
    """One outline for each current feed, in the first format of the config."""
    current = current_feeds(feeds)
    shown = [(feed.path, feed.title, feed.subtitle, feed.updated) for feed in current]
    return Document(
        path=PATH,
        source=name_of(config.appearance, shown),
        entries=(),
        parts=partial(_render, current, config),
        read_ids=_read_ids,
    )


def _read_ids(file: BinaryIO) -> Iterator[bytes]:
    """None: a list of feeds has no entries. Raises ValueError if it is malformed."""
    from seedfeed.documents import xml

    return xml.read_ids(file)


def _render(current: Sequence[Feed], config: Config) -> tuple[bytes, ...]:
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = config.title
    etree.SubElement(head, "dateModified").text = rfc822(max(feed.updated for feed in current))
    etree.SubElement(head, "ownerName").text = config.author.name
    if config.author.email:
        etree.SubElement(head, "ownerEmail").text = config.author.email
    body = etree.SubElement(root, "body")
    for feed in current:
        outline = {
            "text": feed.title,
            "title": feed.title,
            "type": "rss",
            "xmlUrl": config.url_of(f"{feed.path}.{config.formats[0]}"),
            "htmlUrl": home_of(feed, config),
        }
        if feed.subtitle:
            outline["description"] = feed.subtitle
        etree.SubElement(body, "outline", outline)
    root.insert(0, etree.Comment(f" {MARK.decode()} "))
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True), b"\n"
