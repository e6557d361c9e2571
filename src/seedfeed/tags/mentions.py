"""Text + rules → mentions → tags, and why. Touches no file and no clock."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from seedfeed.model import Tag
from seedfeed.tags.rules import Node, Rules, Term, compile_rules, folded
from seedfeed.tags.words import ALONE, WORD, is_gap, plain

#: Characters of the body in which a mention is prominent, as in the title.
LEAD = 300


class Searched(NamedTuple):
    """A text as terms are looked for in it."""

    title: str | None  #: None where it is in the body
    body: str


class Mention(NamedTuple):
    """Words of a text that are a term."""

    tag: int  #: index
    role: str  #: of the term: any, all, not
    term: str  #: as the config has it
    start: int  #: index in the text as `plain` gives it
    end: int


class Verdict(NamedTuple):
    """Why a text that mentions a tag earns it, or what is missing."""

    tag: Tag
    counted: tuple[Mention, ...]
    excluded: tuple[tuple[Mention, Mention], ...]  #: those that do not count, and the exception they are in
    mentioned: bool  #: whether a mention of a term of `any` counts
    missing: tuple[str, ...]  #: terms of `all` that are not mentioned
    passing: bool  #: mentioned, but not prominently

    @property
    def earned(self) -> bool:
        """Whether the text earns the tag."""
        return self.mentioned and not (self.missing or self.passing)


def match_tags(title: str | None, body: str, rules: Rules) -> tuple[str, ...]:
    """The names of the tags that a text earns, in the order of the config."""
    text, lead = text_of(title, body)
    earned: set[int] = set()
    others = []
    for mention in find_mentions(text, rules):
        if rules.tags[mention.tag].is_plain:
            earned.add(mention.tag)
        else:
            others.append(mention)
    earned.update(number for number, verdict in judge(others, rules.tags, lead) if verdict.earned)
    return tuple(rules.tags[number].name for number in sorted(earned))


def text_of(title: str | None, body: str) -> tuple[str, int]:
    """The text in which terms are looked for, plain, and the index up to which a mention is prominent."""
    if title is None:
        return plain(body), LEAD
    head = f"{plain(title)}\n\n"
    return head + plain(body), len(head) + LEAD


def judge(mentions: Iterable[Mention], tags: Sequence[Tag], lead: int) -> Iterator[tuple[int, Verdict]]:
    """What comes of the mentions in a text for each tag that they name: its index and the verdict."""
    by_tag: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_tag[mention.tag].append(mention)
    for number, found in by_tag.items():
        yield number, _verdict(tags[number], found, lead)


def _verdict(tag: Tag, mentions: Collection[Mention], lead: int) -> Verdict:
    around: dict[int, Mention] = {}  # by each index, the exception that reaches farthest
    for exception in (mention for mention in mentions if mention.role == "not"):
        for index in range(exception.start, exception.end):
            if index not in around or around[index].end < exception.end:
                around[index] = exception
    counted, excluded = [], []
    for mention in (mention for mention in mentions if mention.role != "not"):
        if mention.start in around and mention.end <= around[mention.start].end:
            excluded.append((mention, around[mention.start]))
        else:
            counted.append(mention)
    named = {mention.term for mention in counted if mention.role == "all"}
    own = [mention for mention in counted if mention.role == "any"]
    places = {mention.start for mention in own}
    prominent = not tag.prominent or len(places) > 1 or any(start < lead for start in places)
    return Verdict(
        tag=tag,
        counted=tuple(counted),
        excluded=tuple(excluded),
        mentioned=bool(own),
        missing=tuple(term for term in tag.all if term not in named),
        passing=bool(own) and not prominent,
    )


def find_mentions(text: str, rules: Rules) -> Iterator[Mention]:
    """Every mention in `text` (as `plain` gives it), by where they begin."""
    following: dict[int, _Place | None] = {}
    for first in _firsts(text, rules):
        # Once, though the rules of two languages may find it.
        for term, end, stop in dict.fromkeys(_walk(text, first, None, rules.root, following)):
            start = first[1]
            if not term.signs or _stands_between(text, start, stop, *term.signs):
                yield Mention(term.tag, term.role, term.text, start, end)


def _stands_between(text: str, start: int, stop: int, before: str, after: str) -> bool:
    signs = text[max(0, start - len(before)) : start].casefold(), text[stop : stop + len(after)]
    return tuple(_BLANK.sub(" ", each) for each in signs) == (before, after)


_BLANK = re.compile(r"\s")
#: Where the elision before a word begins, where the word does, where it ends, and where its possessive ends.
_Place = tuple[int, int, int, int]


def _place(found: re.Match[str]) -> _Place:
    return found.start(), found.start(1), found.end(1), found.end()


def _walk(
    text: str, place: _Place, gap: str | None, node: Node, following: dict[int, _Place | None]
) -> Iterator[tuple[Term, int, int]]:
    """The terms of which the word at a place is the next one, after `gap`, and where they end, and it stops.

    `following` remembers which word follows where another ends.
    """
    _, start, end, stop = place
    word = text[start:end]
    for way, after in node.ways(word):
        if way.fits(word) and (gap is None or (is_gap(gap) if way.gap is None else _fits(gap, way.gap))):
            for term in after.terms:
                yield term, end, stop
            if after:
                if stop not in following:
                    found = WORD.search(text, stop)
                    following[stop] = _place(found) if found else None
                if next_word := following[stop]:
                    yield from _walk(text, next_word, text[stop : next_word[0]], after, following)


def _fits(gap: str, wanted: str) -> bool:
    """Whether the signs between two words are those of the term; white space between them does not matter."""
    return "".join(gap.split()) == wanted and gap.count("\n") < 2


def _firsts(text: str, rules: Rules) -> Iterator[_Place]:
    """The words of `text` with which a term may begin."""
    searched = folded(text)
    if searched is None or any(picture in text for picture in rules.pictures):
        yield from map(_place, WORD.finditer(text))
        return
    end = 0  # up to there, all words are known
    for _, start, stop in rules.finder.find_matches_as_indexes(searched, overlapping=True):
        if start < end or _goes_on(searched, start):
            continue
        alone = text[stop : stop + 1] in _AFTER and (start == 0 or text[start - 1] in _BEFORE)
        if alone and stop - start > 1 and text[start:stop].isalnum():
            end = stop
            yield start, start, stop, stop  # as most are
            continue
        begin = max(end, text.rfind(" ", end, start) + 1, text.rfind("\n", end, start) + 1)
        end = text.find(" ", stop)  # words never reach beyond a blank
        end = len(text) if end < 0 else end
        yield from map(_place, WORD.finditer(text, begin, end))


def _goes_on(text: str, start: int) -> bool:
    """Whether what begins at an index is a later part of a word."""
    before = text[start - 1 : start]
    if not before.isalnum() or (before.isascii() and text[start].isascii()):
        return before.isalnum()
    return not (ALONE.match(before) or ALONE.match(text, start))


#: A word between these is one as it is.
_BEFORE = frozenset(' \n("“„«')
_AFTER = frozenset(["", *' \n.,;:!?)"”»'])


def never_counting(tag: Tag, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Terms of a tag that its own exceptions rule out, whatever the text, and which exception does."""
    exceptions = compile_rules([tag._replace(terms=tag.exceptions, all=(), exceptions=())], languages)
    for term in dict.fromkeys((*tag.terms, *tag.all)):
        text = plain(term.strip("=* "))
        words = list(WORD.finditer(text))
        for mention in find_mentions(text, exceptions):
            whole = (mention.start, mention.end) == (words[0].start(1), words[-1].end(1))
            if mention.term == term or (whole and "*" not in term):
                yield term, mention.term
                break
