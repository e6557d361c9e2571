"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from seedfeed.documents.content import content_of
from seedfeed.documents.formats import Categories, Shown
from seedfeed.entries.instants import rfc3339
from seedfeed.feeds import home_of
from seedfeed.model import Config, Entry, Feed, Text

SEPARATOR = b",\n"


def render_entry(entry: Entry, text: Text, category: Categories) -> bytes:  # noqa: ARG001 - every format is asked in the same way
    """One item."""
    item = {
        "id": entry.id,
        "url": entry.link,
        "title": text.title,
        "content_html": content_of(text),
        "content_text": text.body,
        "summary": text.summary,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "authors": [{"name": text.author}] if text.author else None,
        "tags": list(entry.tags),
        "language": text.lang,
    }
    return _to_bytes(item)


def render_frame(feed: Feed, config: Config) -> tuple[bytes, bytes]:
    """The top level of a feed up to its items, and its end."""
    history = dict(feed.history)
    author = config.author
    top = {
        "version": "https://jsonfeed.org/version/1.1",
        "_seedfeed": {"generator": "seedfeed"},
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": home_of(feed, config),
        "feed_url": config.url_of(f"{feed.path}.json"),
        "next_url": config.url_of(f"{history['prev-archive']}.json") if "prev-archive" in history else None,
        "icon": config.icon,
        "hubs": [{"type": "WebSub", "url": config.hub}] if config.hub and not feed.archived else None,
        "authors": [{"name": author.name} | ({"url": author.uri} if author.uri else {})],
        "language": config.language,
    }
    return _to_bytes(top).removesuffix(b"}") + b', "items": [\n', b"\n]}\n"


def read_ids(file: BinaryIO) -> Iterator[bytes]:
    """The ids of the items in a document. Raises ValueError if it is malformed."""
    return (item["id"].encode() for item in _read_items(file))


def read_entries(file: BinaryIO) -> Iterator[Shown]:
    """The items in a document. Raises ValueError if it is malformed."""
    for item in _read_items(file):
        yield Shown(item["id"], item["date_modified"], item["title"], item["content_html"])


def _read_items(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """The items, each on a line of its own. Raises ValueError if the document is malformed."""
    head = last = file.readline()
    parted = True
    for last in file:
        if last.startswith(b"{"):
            if not parted:
                raise ValueError(f"no comma before {last[:40]!r}")
            parted = last.endswith(SEPARATOR)
            yield json.loads(last.removesuffix(SEPARATOR))
        elif last not in (b"\n", b"]}\n"):
            raise ValueError(f"unexpected line {last[:40]!r}")
    json.loads(head + last)


def _to_bytes(value: dict[str, Any]) -> bytes:
    """JSON on one line, without the keys that have nothing to say."""
    kept = {key: each for key, each in value.items() if each not in (None, [])}
    return json.dumps(kept, ensure_ascii=False).encode()
