"""Markdown → HTML and text, by markdown-it-py: CommonMark with tables, strikethrough and bare addresses.

HTML in it is shown as text. Nothing that it makes can run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from seedfeed.entries.html import addresses_in
from seedfeed.entries.lines import is_dense
from seedfeed.entries.titles import TITLE_LENGTH, shorten
from seedfeed.text.addresses import web_address
from seedfeed.text.characters import is_blank

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: Characters. No scheme that becomes a link is as long.
_SCHEME_WITHIN = 100


class Shown(NamedTuple):
    """What a text shows."""

    heading: str | None  #: that opens it, and is not in the rest
    lead: str  #: the first line that says something
    content: str  #: HTML
    body: str  #: text
    hidden: tuple[tuple[int, int], ...]  #: where addresses and code are in the body: no tag is earned there
    notices: tuple[tuple[int, str], ...]  #: line from 1, words


def read_markdown(source: str, base: str, title: str | None = None) -> Shown:
    """What Markdown shows. Relative links are made absolute against `base`.

    The heading that opens it stays in its place where the seed has another `title`.
    """
    parser = _parser()
    tokens = parser.parse(source)
    notices = [notice for token in tokens for notice in _mend(token, base)]
    heading = None
    if len(tokens) > 3 and tokens[0].type == "heading_open":
        heading = " ".join(_Plain().read(tokens[:3]).body().split()) or None
        linked = any(child.type in ("link_open", "image") for child in tokens[1].children or ())
        if (title and heading != title) or linked or (heading and shorten(heading, TITLE_LENGTH) != heading):
            heading = None  # it says more than the title does
        tokens = tokens[3:] if heading else tokens
    plain = _Plain().read(tokens)
    content = parser.renderer.render(tokens, parser.options, {}).strip()
    body = plain.body()
    spans = [*plain.hidden, *((start, stop) for start, stop, _ in addresses_in(body))]
    hidden = tuple(_joined((start, min(stop, len(body))) for start, stop in sorted(spans) if start < len(body)))
    inline = (_Plain().read([token]).body() for token in tokens if token.type == "inline")
    lead = next((line for line in inline if not is_blank(line)), "").partition("\n")[0]
    return Shown(heading, lead, content, body, hidden, tuple(notices))


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in their order, none of which reaches into another."""
    end = 0
    for start, stop in spans:
        if stop > end:
            yield max(start, end), stop
            end = stop


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    options = {"html": False, "linkify": True, "xhtmlOut": True}  # pages are read back as XML
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "linkify"])
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
    parser.inline.ruler.at("linkify", _linkify)
    return parser


def _linkify(state: StateInline, silent: bool) -> bool:
    """The rule for bare addresses, which looks for a scheme in all the text before each `://`: give it the end."""
    from markdown_it.rules_inline import linkify

    if state.src.startswith("://", state.pos) and len(state.pending) > _SCHEME_WITHIN:
        before, end = state.pending[:-_SCHEME_WITHIN], state.pending[-_SCHEME_WITHIN:]
        state.pending = before
        state.pushPending()  # what follows it is joined to it in the end
        state.pending = end
    return linkify(state, silent)


def _mend(token: Token, base: str) -> Iterator[tuple[int, str]]:
    """Make the addresses in a block absolute, and a picture that nobody could fetch its alternative text."""
    line = token.map[0] + 1 if token.map else 1
    children = token.children or []
    for place, child in enumerate(children):
        if child.type == "link_open":
            href = str(child.attrGet("href") or "")
            address = href if href.startswith("mailto:") else web_address(urljoin(base, href))
            child.attrs = {"href": address} if address else {}
            if not address:
                yield line, f"link to {href!r}: not an address that a reader could follow; its text stays"
        elif child.type == "image":
            src = str(child.attrGet("src") or "")
            address = web_address(urljoin(base, src)) if src.startswith(("http:", "https:", "/")) else None
            if address:
                child.attrs["src"] = address
            else:
                child.type, child.tag = "text", ""
                yield line, f"picture {src!r}: not at an http or https address; its words take its place"
        elif child.type == "softbreak":
            around = (each.content for each in children[place - 1 : place + 2 : 2])
            if is_dense(next(around, "")[-1:], next(around, "")[:1]):
                child.type, child.content = "text", ""


class _Plain:
    """The text of tokens."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.hidden: list[tuple[int, int]] = []
        self._lists: list[int] = []  # the next number of each list that is open; 0 for one without

    def body(self) -> str:
        """All of it."""
        return "".join(self._parts).rstrip()

    def read(self, tokens: Sequence[Token]) -> _Plain:
        """Take blocks."""
        for token in tokens:
            kind = token.type
            if kind == "inline":
                self._inline(token.children or [])
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self._lists.append(int(token.attrGet("start") or 1) if kind[0] == "o" else 0)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._lists.pop()
                if not self._lists:
                    self._part("\n\n")
            elif kind == "list_item_open":
                self._part("\n")
                number = self._lists[-1]
                self._add("  " * (len(self._lists) - 1) + (f"{number}. " if number else "- "))
                self._lists[-1] += bool(number)
            elif kind in ("fence", "code_block"):
                self._hide(token.content.rstrip("\n"))
                self._part("\n\n")
            elif kind == "hr":
                self._add("* * *")
                self._part("\n\n")
            elif kind in ("td_open", "th_open"):
                self._add("" if not self._parts or self._parts[-1].endswith("\n") else "\t")
            elif kind == "tr_close":
                self._part("\n")
            elif kind in ("paragraph_close", "heading_close", "table_close"):
                self._part("\n" if self._lists else "\n\n")
        return self

    def _inline(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "code_inline":
                self._hide(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self._add(" " if token.type == "softbreak" else "\n")
            else:
                self._add(token.content)

    def _hide(self, text: str) -> None:
        self.hidden.append((self._length, self._length + len(text)))
        self._add(text)

    def _part(self, ends: str) -> None:
        """End a block."""
        if self._parts and not "".join(self._parts[-2:]).endswith(ends):
            self._add(ends if not self._parts[-1].endswith("\n") else ends[1:])

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
