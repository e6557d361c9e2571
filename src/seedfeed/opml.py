"""OPML 2.0 (opml.org): every feed, for one-step import into a reader."""

from __future__ import annotations

from collections.abc import Sequence

from seedfeed.dates import rfc822
from seedfeed.feeds import current_feeds, home_of
from seedfeed.model import Config, Document, Feed

PATH = "feeds.opml"


def render_opml(feeds: Sequence[Feed], config: Config) -> Document:
    """One outline for each current feed, in the first format of the config."""
    from lxml import etree

    current = current_feeds(feeds)
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
    root.insert(0, etree.Comment(' generator="seedfeed" '))
    etree.indent(root)
    return Document(PATH, (etree.tostring(root, encoding="UTF-8", xml_declaration=True), b"\n"))
