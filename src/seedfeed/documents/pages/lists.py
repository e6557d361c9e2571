"""Pages that list entries: the index, one for each tag, and the history in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from seedfeed.documents.content import Texts
from seedfeed.documents.pages.frame import ShownTag, presenter, read_ids, renderer
from seedfeed.documents.pages.holes import filler
from seedfeed.feeds import PART, ByTag, Part, current_feeds
from seedfeed.model import INDEX, TAGS, Config, Document, Entry, Feed
from seedfeed.text.addresses import quote_path
from seedfeed.text.digests import name_of

#: Entries on the index page; the history has them all.
NEWEST = 20


class _Listed(NamedTuple):
    """A feed in the list of feeds."""

    path: str
    title: str
    tag: ShownTag | None
    entries: int


class _Link(NamedTuple):
    """A link to a page of the history."""

    href: str  #: relative to the output folder
    period: str
    number: int
    entries: int


def part_pages(parts: Sequence[Part], config: Config, texts: Texts) -> Iterator[Document]:
    """The pages of the history, oldest first."""
    page = _pages(config, texts)
    links = [_link(part) for part in parts]
    for number, part in enumerate(parts):
        values = {
            "part": links[number],
            "earlier": links[number - 1] if number else None,
            "later": links[number + 1] if number + 1 < len(parts) else None,
        }
        yield page(f"{part.path}.html", "part.html", values, part.entries)


def tag_pages(by_tag: ByTag, config: Config, texts: Texts) -> Iterator[Document]:
    """The page of each tag: its newest entries, and links to full parts with the others, oldest first."""
    page = _pages(config, texts)
    for tag in (tag for tag in config.tags if not tag.hidden):
        some = by_tag[tag.name]
        full = len(some) // PART
        paths = [f"{TAGS}/{tag.slug}.html", *(f"{TAGS}/{tag.slug}.{number}.html" for number in range(1, full + 1))]
        home, *parts = map(quote_path, paths)
        values = {"tag": tag.label or tag.name, "feed": f"{TAGS}/{tag.slug}", "home": home, "number": 0}
        for number in range(1, full + 1):
            start = len(some) - number * PART
            near = {
                "earlier": parts[number - 2] if number > 1 else None,
                "later": parts[number] if number < full else None,
            }
            shown = tuple(some[start : start + PART])
            yield page(paths[number], "tag.html", {**values, **near, "number": number}, shown)
        newest = tuple(some[: max(NEWEST, len(some) - full * PART)])
        yield page(paths[0], "tag.html", {**values, "parts": parts, "count": len(some)}, newest)


def index_page(
    feeds: Sequence[Feed],
    parts: Sequence[Part],
    entries: Sequence[Entry],
    by_tag: ByTag,
    config: Config,
    texts: Texts,
) -> Document:
    """The page that tells what this is and how to subscribe."""
    values = {
        "feeds": [_listed(feed, by_tag) for feed in current_feeds(feeds)],
        "parts": [_link(part) for part in reversed(parts)],
    }
    return _pages(config, texts)(INDEX, "index.html", values, entries[:NEWEST])


def _link(part: Part) -> _Link:
    return _Link(quote_path(f"{part.path}.html"), part.period, part.number, len(part.entries))


def _listed(feed: Feed, by_tag: ByTag) -> _Listed:
    if feed.tag is None:
        return _Listed(feed.path, feed.title, None, 0)
    tag = ShownTag(feed.tag.shown, quote_path(f"{feed.path}.html"))
    return _Listed(feed.path, feed.title, tag, len(by_tag[feed.tag.term]))


def _pages(config: Config, texts: Texts) -> Callable[[str, str, Mapping[str, object], Sequence[Entry]], Document]:
    """What makes pages of a path, a template, what it is to show of the feeds, and entries."""
    render, show, appearance = renderer(config), presenter(config), config.appearance
    fill = filler(render)

    def page(path: str, template: str, values: Mapping[str, object], entries: Sequence[Entry]) -> Document:
        def parts() -> tuple[bytes]:
            shown = [show(entry, text) for entry, text in zip(entries, texts(entries), strict=True)]
            depth = path.count("/")
            item = partial(fill, depth=depth, template="item.html", values={})
            return (render(depth, template, {**values, "entries": shown, "item": item}).encode(),)

        return Document(
            path=path,
            source=name_of(appearance, *sorted(values.items()), b"".join(entry.key for entry in entries)),
            entries=entries,
            parts=parts,
            read_ids=read_ids,
        )

    return page
