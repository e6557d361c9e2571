"""Pages for people: index.html and one page for each period of the history. Jinja2 escapes everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seedfeed.dates import rfc3339
from seedfeed.entries import page_of
from seedfeed.feeds import current_feeds, periods_of
from seedfeed.formats import format_of
from seedfeed.model import Config, Document, Entry, Feed
from seedfeed.names import quote_path
from seedfeed.opml import PATH as OPML

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"
#: Entries on the index page; the history has them all.
NEWEST = 20
#: Languages in whose text a line runs from right to left even if it begins with a Latin word.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ku ps sd ug ur yi".split())


@dataclass(frozen=True, slots=True)
class _Address:
    """Where one feed stands in one format."""

    format: str
    media_type: str
    href: str  #: relative to the output folder
    url: str


def render_pages(feeds: Sequence[Feed], entries: Sequence[Entry], config: Config) -> Iterator[Document]:
    """The pages of the history, oldest first, then the index."""
    environment = _environment()
    shared = {"config": config, "main": _addresses(feeds[-1], config), "index": INDEX, "opml": OPML}
    periods = periods_of(entries)
    names = list(periods)
    template = environment.get_template("period.html")
    for number, period in enumerate(names):
        yield _document(
            page_of(period),
            template.render(
                shared,
                root="../",
                period=period,
                entries=[_shown(entry, config) for entry in periods[period]],
                earlier=names[number - 1] if number else None,
                later=names[number + 1] if number + 1 < len(names) else None,
            ),
        )
    counts: Counter[str | None] = Counter(tag for entry in entries for tag in entry.tags)
    current = current_feeds(feeds)
    yield _document(
        INDEX,
        environment.get_template("index.html").render(
            shared,
            root="",
            feeds=[(feed, _addresses(feed, config), counts[feed.tag]) for feed in current],
            entries=[_shown(entry, config) for entry in entries[:NEWEST]],
            periods=[(period, page_of(period), len(periods[period])) for period in reversed(names)],
        ),
    )


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _addresses(feed: Feed, config: Config) -> list[_Address]:
    return [
        _Address(
            format=format_of(name).NAME,
            media_type=format_of(name).MEDIA_TYPE,
            href=quote_path(f"{feed.path}.{name}"),
            url=config.url_of(f"{feed.path}.{name}"),
        )
        for name in config.formats
    ]


def _shown(entry: Entry, config: Config) -> dict[str, object]:
    """What a template needs of an entry."""
    page = page_of(entry.period) if entry.period else None
    own = page and f"{config.url_of(page)}#{entry.anchor}"
    local = entry.published.astimezone(config.timezone)
    lang = entry.lang or config.language
    return {
        "entry": entry,
        "day": f"{local.year:04}-{local:%m-%d}",
        "instant": rfc3339(entry.published),
        "place": page and f"{quote_path(page)}#{entry.anchor}",
        "source": entry.link if entry.link != own else None,
        "lang": lang,
        "dir": "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "auto",
        "paragraphs": entry.text.split("\n\n"),
    }


def _document(path: str, text: str) -> Document:
    return Document(path, (text.encode(),))
