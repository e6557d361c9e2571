"""Pages for people: index.html and one page for each period of the history. Jinja2 escapes everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from seedfeed.entries import page_of
from seedfeed.feeds import MAIN, current_feeds
from seedfeed.formats import Rendered, format_of
from seedfeed.instants import rfc3339
from seedfeed.model import Config, Document, Entry, Feed, Text, batches, digest
from seedfeed.names import quote_path
from seedfeed.opml import PATH as OPML

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"
#: How the cache calls what is rendered for the pages of the history.
PAGE = "page"
_CUT = "\0"  # no text has it
#: Entries on the index page; the history has them all.
NEWEST = 20
#: Languages in whose text a line runs from right to left even if it begins with a Latin word.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ku ps sd ug ur yi".split())
_ARTICLE = re.compile(rb'<article\b[^>]* data-id="([^"]*)"')

#: The texts of entries, in their order.
Texts = Callable[[Sequence[Entry]], Iterable[Text]]


class _Listed(NamedTuple):
    """A feed in the list of feeds."""

    path: str
    title: str
    tag: str | None
    entries: int


class _Address(NamedTuple):
    """Where one feed stands in one format."""

    format: str
    media_type: str
    href: str  #: relative to the output folder
    url: str


def period_pages(periods: Mapping[str, Sequence[Entry]], config: Config, rendered: Rendered) -> Iterator[Document]:
    """The pages of the history, oldest first."""
    names = list(periods)
    for number, period in enumerate(names):
        values = {
            "period": period,
            "earlier": names[number - 1] if number else None,
            "later": names[number + 1] if number + 1 < len(names) else None,
            "number": len(periods[period]),
        }
        yield Document(
            path=page_of(period),
            source=_source(values, periods[period], config),
            entries=periods[period],
            parts=partial(_period, page_of(period), values, periods[period], config, rendered),
            read_ids=_read_ids,
            format=PAGE,
        )


def _period(
    path: str, values: Mapping[str, object], entries: Sequence[Entry], config: Config, rendered: Rendered
) -> Iterator[bytes]:
    head, tail = _render("period.html", path, config, {**values, "articles": _CUT}).split(_CUT)
    yield head.encode()
    for some in batches(rendered(PAGE, entries)):
        yield b"".join(some)
    yield tail.removeprefix("\n").encode()


def render_article(config: Config, entry: Entry, text: Text) -> bytes:
    """An entry on the page of its period."""
    return _environment().get_template("article.html").render(shown=_shown(entry, text, config)).encode()


def index_page(
    feeds: Sequence[Feed],
    periods: Mapping[str, Sequence[Entry]],
    entries: Sequence[Entry],
    config: Config,
    texts: Texts,
) -> Document:
    """The page that tells what this is and how to subscribe."""
    counts: Counter[str | None] = Counter(tag for entry in entries for tag in entry.tags)
    newest = entries[:NEWEST]
    values = {
        "feeds": [_Listed(feed.path, feed.title, feed.tag, counts[feed.tag]) for feed in current_feeds(feeds)],
        "periods": [(period, page_of(period), len(periods[period])) for period in reversed(list(periods))],
    }

    def parts() -> tuple[bytes]:
        shown = [_shown(entry, text, config) for entry, text in zip(newest, texts(newest), strict=True)]
        return (_render("index.html", INDEX, config, values | {"entries": shown}).encode(),)

    return Document(
        path=INDEX, source=_source(values, newest, config), entries=newest, parts=parts, read_ids=_read_ids
    )


def _source(values: Mapping[str, object], entries: Sequence[Entry], config: Config) -> bytes:
    """Names a page that shows `values`, `entries`, and of the config what any document shows."""
    return digest(config.look, values, b"".join(entry.key for entry in entries))


def _render(template: str, path: str, config: Config, values: Mapping[str, object]) -> str:
    addresses = partial(_addresses, config)
    more = {"root": "../" * path.count("/"), "main": addresses(MAIN), "index": INDEX, "opml": OPML}
    return _environment().get_template(template).render({**values, **more}, config=config, addresses=addresses)


def _read_ids(file: BinaryIO) -> Iterator[bytes]:
    """The ids of the entries on a page. Raises ValueError if it is malformed."""
    from seedfeed.formats import xml

    return xml.read_ids(file, _ARTICLE)


@cache
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


def _addresses(config: Config, path: str) -> list[_Address]:
    return [
        _Address(
            format=format_of(name).NAME,
            media_type=format_of(name).MEDIA_TYPE,
            href=quote_path(f"{path}.{name}"),
            url=config.url_of(f"{path}.{name}"),
        )
        for name in config.formats
    ]


def _shown(entry: Entry, text: Text, config: Config) -> dict[str, object]:
    """What a template needs of an entry."""
    page = page_of(entry.period) if entry.period else None
    own = page and f"{config.url_of(page)}#{entry.anchor}"
    local = entry.published.astimezone(config.timezone)
    lang = text.lang or config.language
    return {
        "entry": entry,
        "text": text,
        "day": f"{local.year:04}-{local:%m-%d}",
        "instant": rfc3339(entry.published),
        "place": page and f"{quote_path(page)}#{entry.anchor}",
        "source": entry.link if entry.link != own else None,
        "lang": lang,
        "dir": "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "auto",
    }
