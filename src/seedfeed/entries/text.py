"""Seed → its text: title, summary, content. And the tags that the text earns. Touches no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from seedfeed.entries.html import addresses_in, html_of, linked, may_hold_address, text_of
from seedfeed.entries.titles import SUMMARY_LENGTH, TITLE_LENGTH, first_sentence, shorten, title_of
from seedfeed.model import MARKDOWN, Config, Seed, Text
from seedfeed.tags.mentions import Searched, match_tags
from seedfeed.tags.rules import RulesOf
from seedfeed.text.addresses import quote_path
from seedfeed.text.characters import is_blank, squeeze

if TYPE_CHECKING:
    from seedfeed.entries.plain import Block

_SALUTATION = re.compile(
    r"(?:hi|hello|hey|dear|hallo|lieber?|liebes|sehr geehrter?|guten (?:tag|morgen)|bonjour"
    r"|cher|chère|chers|chères|доброго? \w+|добрий \w+|вітаю|привіт|шановн\w+|здравствуйте|уважаем\w+)\b",
    re.IGNORECASE,
)
#: How a paragraph does not begin: with a blank or the mark of a list or a quotation.
_NO_PARAGRAPH = " >-*•·▪◦‣–"
_TITLE_WITHIN, _SUMMARY_WITHIN = 2000, 4000  # characters
_LONGEST_HEADLINE = 2 * TITLE_LENGTH  # characters, which are more than graphemes
#: A line that ends so is not a headline.
_NO_HEADLINE = re.compile(r"[.,;:。、，；：\-–—][\"'”’»)\]」』）]*\Z|^[\W_]+\Z")


def make_text(seed: Seed, config: Config) -> tuple[Text, tuple[tuple[int, str], ...]]:
    """What the entry of a seed says, and notices on it: line of the file from 1, words."""
    language = seed.lang or config.language
    notices: tuple[tuple[int, str], ...] = ()
    markdown = content = None
    hidden: tuple[tuple[int, int], ...] = ()
    if seed.path.lower().endswith(MARKDOWN):
        from seedfeed.entries.markdown import read_markdown

        base = f"{config.url}entries/{quote_path(seed.path.rpartition('.')[0])}.html"
        heading, lead, content, body, hidden, found = read_markdown(seed.body, base, seed.title)
        markdown, flat = seed.body, body
        notices = tuple((seed.line + line - 1, words) for line, words in found)
    else:
        lines, blocks = _paragraphs(seed.body), None
        if lines is None:  # more than paragraphs, each on one line
            from seedfeed.entries.plain import blocks_of

            blocks = blocks_of(seed.body, seed.column - 1)
            lines = [*_unmarked(blocks)]
        if all(map(is_blank, lines)):
            lines, blocks = [squeeze(seed.body)], None  # marks alone
        heading = _headline(seed.body, lines, blocks)
        if heading and seed.title in (None, heading):
            lines, blocks = lines[1:], blocks and blocks[1:]
        else:
            heading = None
        body = text_of(blocks) if blocks else "\n\n".join(lines)
        if blocks or may_hold_address(body):
            content = html_of(blocks) if blocks else "\n".join(f"<p>{linked(line)}</p>" for line in lines)
            hidden = tuple((start, stop) for start, stop, _ in addresses_in(body))
        flat = " ".join(lines).lstrip()
        lead = next((line for line in lines if not is_blank(line)), "")
    title, rest = seed.title or (heading and shorten(heading, TITLE_LENGTH)), flat
    if title is None:
        sentence = first_sentence(squeeze(lead[:_TITLE_WITHIN]), language)
        title = title_of(sentence) or title_of(seed.body)
        if flat.startswith(sentence):
            rest = flat[len(sentence) : len(sentence) + _SUMMARY_WITHIN].lstrip()
    text = Text(
        title=title,
        titled=int(bool(seed.title or heading)),
        author=seed.author,
        lang=seed.lang,
        summary=seed.summary or shorten(squeeze(flat if is_blank(rest) else rest), SUMMARY_LENGTH),
        body=body,
        content=content,
        hidden=hidden,
        markdown=markdown,
    )
    return text, notices


def _paragraphs(body: str) -> list[str] | None:
    """The paragraphs of a text, if it has nothing else and each is on one line, as in most."""
    if "\t" in body or "  " in body or "...." in body:
        return None
    parts = [part for part in body.split("\n\n") if part]
    for part in parts:
        if "\n" in part or part[0] in _NO_PARAGRAPH or part[0].isdigit():
            return None
    return parts


def _headline(body: str, lines: Sequence[str], blocks: Sequence[Block] | None) -> str | None:
    """The first line of a text, if it is a headline: short, alone on its line, no full stop, text below."""
    if len(lines) < 2 or (blocks and (blocks[0].kind != "lines" or len(blocks[0].lines) != 1)):
        return None
    line = lines[0]
    if len(line) > _LONGEST_HEADLINE:
        return None
    alone = body[: len(line) + 1].rstrip() == line and body[len(line) : len(line) + 40].lstrip(" \t")[:1] == "\n"
    if (
        not alone
        or _SALUTATION.match(line)
        or any(addresses_in(line))
        or _NO_HEADLINE.search(line)
        or shorten(line, TITLE_LENGTH) != line
    ):
        return None
    return squeeze(line)


def _unmarked(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of blocks, without marks."""
    for block in blocks:
        yield from block.lines
        for inside in block.blocks:
            yield from _unmarked(inside)


def searched(text: Text) -> Searched:
    """Title and body as terms are looked for in them: none is found in addresses and code."""
    title = None
    if text.titled:
        title = _without(text.title, (place[:2] for place in addresses_in(text.title)))
    return Searched(title, _without(text.body, text.hidden))


def _without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text without what is at some places; all else is where it was."""
    parts: list[str] = []
    end = 0
    for start, stop in places:
        parts += text[end:start], "\ufffc" * (stop - start)
        end = stop
    return "".join((*parts, text[end:]))


def earned_tags(text: Text, rules: RulesOf) -> tuple[str, ...]:
    """The tags that title and body earn, in the order of the config."""
    return match_tags(*searched(text), rules(text.lang))
