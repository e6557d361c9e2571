"""Blocks of plain text → HTML, and the same as text. Web addresses become links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from seedfeed.text.addresses import web_address

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

    from seedfeed.entries.plain import Block

#: About 500 characters, up to a blank.
_SOME = re.compile(r"[^\0]{1,500}\S{0,5000}")


def html_of(blocks: Iterable[Block]) -> str:
    """Blocks as HTML."""
    return "\n".join(map(_element, blocks))


def _element(block: Block) -> str:
    if block.kind == "lines":
        return "<p>" + "<br />\n".join(map(linked, block.lines)) + "</p>"
    if block.kind == "pre":
        return "<pre>" + "\n".join(map(linked, block.lines)) + "</pre>"
    if block.kind == "quote":
        return f"<blockquote>\n{html_of(block.blocks[0])}\n</blockquote>"
    start = f' start="{block.start}"' if block.kind == "ol" and block.start != 1 else ""
    items = "\n".join(f"<li>{_item(item)}</li>" for item in block.blocks)
    return f"<{block.kind}{start}>\n{items}\n</{block.kind}>"


def _item(blocks: Sequence[Block]) -> str:
    """An item of a list: one paragraph needs no element of its own."""
    first, *more = blocks
    return "\n".join([linked(first.lines[0]), *map(_element, more)])


def text_of(blocks: Iterable[Block]) -> str:
    """Blocks as text: a blank line between two, and each line on a line of its own."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks)


def _lines(block: Block) -> Iterator[str]:
    if block.kind in ("lines", "pre"):
        yield from block.lines
    elif block.kind == "quote":
        for line in text_of(block.blocks[0]).split("\n"):
            yield f"> {line}".rstrip()
    else:
        for number, item in enumerate(block.blocks, block.start):
            mark = f"{number}{block.mark[-1]}" if block.kind == "ol" else block.mark
            lines = (line for each in item for line in _lines(each))
            yield f"{mark} {next(lines)}"
            yield from (f"{' ' * (len(mark) + 1)}{line}" for line in lines)


def linked(line: str) -> str:
    """A line as HTML, in which web addresses are links."""
    parts, end = [], 0
    for start, stop, url in addresses_in(line):
        if url:
            shown = escape(line[start:stop], quote=False)
            parts += [escape(line[end:start], quote=False), f'<a href="{escape(url)}">{shown}</a>']
            end = stop
    return "".join((*parts, escape(line[end:], quote=False)))


def addresses_in(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Where addresses begin and end in a text, and their URIs.

    None for that of a mail address: it is not a link, so that nobody harvests it.
    """
    if not may_hold_address(text):
        return
    for place in _SOME.finditer(text):  # linkify-it-py takes quadratic time over many in one text
        for found in (may_hold_address(place[0]) and _finder().match(place[0])) or ():
            start, stop = place.start() + found.index, place.start() + found.last_index
            if found.schema == "mailto:":
                yield start, stop, None
            elif found.schema or found.raw.lower().startswith("www."):
                yield start, stop, web_address(found.url)
            elif "/" in found.raw:  # `example.org/a` may be one, `README.md` is not
                yield start, stop, None


def may_hold_address(text: str) -> bool:
    """Whether it is worth a closer look: every address has one of these."""
    return "/" in text or "www." in text or "@" in text


@cache
def _finder() -> LinkifyIt:
    from linkify_it import LinkifyIt

    return LinkifyIt().set({"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": False})
