"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from seedfeed.dates import rfc3339
from seedfeed.feeds import home_of
from seedfeed.model import Config, Entry, Feed

NAME = "JSON Feed"
MEDIA_TYPE = "application/feed+json"
SEPARATOR = b",\n"


def render_entry(entry: Entry, config: Config) -> bytes:  # noqa: ARG001 - every format is asked in the same way
    """One item."""
    item = {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "content_html": entry.content,
        "content_text": entry.text,
        "summary": entry.summary,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "authors": [{"name": entry.author}] if entry.author else None,
        "tags": list(entry.tags),
        "language": entry.lang,
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
        "authors": [{"name": author.name} | ({"url": author.uri} if author.uri else {})],
        "language": config.language,
    }
    return _to_bytes(top).removesuffix(b"}") + b', "items": [\n', b"\n]}\n"


def _to_bytes(value: dict[str, Any]) -> bytes:
    """JSON on one line, without the keys that have nothing to say."""
    kept = {key: each for key, each in value.items() if each not in (None, [])}
    return json.dumps(kept, ensure_ascii=False).encode()
