"""Seed → its text: title, summary, content. And the tags that the text earns. Touches no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from seedfeed.entries.html import addresses_in, html_of, text_of
from seedfeed.entries.plain import Block, blocks_of
from seedfeed.entries.titles import SUMMARY_LENGTH, TITLE_LENGTH, first_sentence, shorten, title_of
from seedfeed.model import Config, Seed, Text
from seedfeed.tags.mentions import match_tags
from seedfeed.tags.rules import Rules
from seedfeed.text.addresses import quote_path
from seedfeed.text.characters import is_blank, squeeze

#: How the names of files end that are Markdown.
MARKDOWN = (".md", ".markdown")
_SALUTATION = re.compile(
    r"(?:hi|hello|hey|dear|hallo|lieber?|liebes|sehr geehrter?|guten (?:tag|morgen)|bonjour"
    r"|cher|chère|chers|chères|доброго? \w+|добрий \w+|вітаю|привіт|шановн\w+|здравствуйте|уважаем\w+)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"^ *(?:- |\d+\. )", re.MULTILINE)
_SAYS = re.compile(r"[^\W_]")
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
        heading, content, body, hidden, found = read_markdown(seed.body, base, seed.title)
        markdown = seed.body
        lead = next((line for line in _MARK.sub("", body).split("\n") if _SAYS.search(line)), "")
        flat = body
        notices = tuple((seed.line + line - 1, words) for line, words in found)
    else:
        blocks = blocks_of(seed.body, seed.column - 1)
        if all(map(is_blank, _lines(blocks))):
            blocks = (Block("lines", (squeeze(seed.body),)),)  # marks alone
        heading = _headline(seed.body, blocks)
        heading = heading if seed.title in (None, heading) else None
        blocks = blocks[1:] if heading else blocks
        lines = [*_lines(blocks)]
        body = "\n\n".join(lines) if len(lines) == len(blocks) else text_of(blocks)
        paragraphs = len(lines) == len(blocks) and all(block.kind == "lines" for block in blocks)
        if not paragraphs or "/" in body or "www." in body or "@" in body:
            content = html_of(blocks)
            hidden = tuple((start, stop) for start, stop, _ in addresses_in(body))
        flat = " ".join(lines)
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


def _headline(body: str, blocks: tuple[Block, ...]) -> str | None:
    """The first line of a text, if it is a headline: short, alone on its line, no full stop, text below."""
    if len(blocks) < 2 or blocks[0].kind != "lines" or len(blocks[0].lines) != 1:
        return None
    line = blocks[0].lines[0]
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


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of blocks, without marks."""
    for block in blocks:
        yield from block.lines
        for inside in block.blocks:
            yield from _lines(inside)


def earned_tags(text: Text, rules: Rules) -> tuple[str, ...]:
    """The tags that title and body earn, in the order of the config."""
    return match_tags(text.title if text.titled else None, text.searched, rules)
