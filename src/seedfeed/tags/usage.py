"""How the rules of a config do on all entries, and what an editor might add. Touches no file and no clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from seedfeed.model import Entry
from seedfeed.report import count_of
from seedfeed.tags.mentions import LEAD, Mention, Searched, Verdict, find_mentions, judge, text_of
from seedfeed.tags.rules import RulesOf
from seedfeed.tags.words import WORD, is_gap

_SUGGESTED = 20
_LONGEST = 4  # words; what is longer is a headline
_SENTENCE_END = re.compile(r"[.!?…:\n\"“„«]")
#: Capitalised wherever they stand, and about nothing.
_COMMON = frozenset(
    "i mr mrs ms dr monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)


class TermUsage(NamedTuple):
    """What one term does."""

    term: str
    role: str  #: any, all, not
    entries: int  #: that mention it; of `not`: in which it keeps a mention from counting
    excluded: int  #: of these, in which an exception rules out every mention
    alone: int  #: that would not have the tag without it


class TagUsage(NamedTuple):
    """What one tag does."""

    tag: str
    entries: int
    named: int  #: of these, that have it from their seed alone
    terms: tuple[TermUsage, ...]


class Count(NamedTuple):
    """Words, and in how many entries they stand."""

    words: str
    entries: int


class Usage(NamedTuple):
    """What all tags do."""

    entries: int
    untagged: int
    tags: tuple[TagUsage, ...]
    others: tuple[Count, ...]  #: tags that only seeds name
    uncovered: tuple[Count, ...]  #: capitalised words that no term covers


def usage(entries: Sequence[Entry], texts: Iterable[tuple[Searched, str | None]], rules: RulesOf) -> Usage:
    """How the tags of the rules do on entries with these texts and languages, and what they do not cover."""
    tags = rules(None).tags
    having: Counter[str] = Counter(tag for entry in entries for tag in entry.tags)
    earned: Counter[str] = Counter()
    mentioned: Counter[tuple[int, str, str]] = Counter()
    excluded: Counter[tuple[int, str, str]] = Counter()
    alone: Counter[tuple[int, str, str]] = Counter()
    uncovered: Counter[str] = Counter()
    for text, language in texts:
        searched, lead = text_of(*text)
        mentions = list(find_mentions(searched, rules(language)))
        uncovered.update(_uncovered(searched, lead - LEAD, mentions))
        for number, verdict in judge(mentions, tags, lead):
            counted = {(number, each.role, each.term) for each in verdict.counted}
            ruled_out = {(number, each.role, each.term) for each, _ in verdict.excluded} - counted
            mentioned.update(counted | ruled_out | {(number, "not", each.term) for _, each in verdict.excluded})
            excluded.update(ruled_out)
            if verdict.earned:
                earned[verdict.tag.name] += 1
                alone.update((number, "any", term) for term in _deciding(verdict, lead))
    return Usage(
        entries=len(entries),
        untagged=sum(not entry.tags for entry in entries),
        tags=tuple(
            TagUsage(
                tag=tag.name,
                entries=having[tag.name],
                named=having[tag.name] - earned[tag.name],
                terms=tuple(
                    TermUsage(term, role, *(counts[number, role, term] for counts in (mentioned, excluded, alone)))
                    for role, terms in (("any", tag.terms), ("all", tag.all), ("not", tag.exceptions))
                    for term in terms
                ),
            )
            for number, tag in enumerate(tags)
        ),
        others=_most(Counter({tag: having[tag] for tag in having.keys() - {tag.name for tag in tags}})),
        uncovered=_most(Counter({words: count for words, count in uncovered.items() if count > 1}))[:_SUGGESTED],
    )


def _deciding(verdict: Verdict, lead: int) -> Iterator[str]:
    """The terms without which a tag would not be earned."""
    terms: dict[int, set[str]] = {}  # by where they are
    for mention in verdict.counted:
        if mention.role == "any":
            terms.setdefault(mention.start, set()).add(mention.term)
    alone = Counter(next(iter(there)) for there in terms.values() if len(there) == 1)
    leading = Counter(next(iter(there)) for start, there in terms.items() if len(there) == 1 and start < lead)
    leads = sum(start < lead for start in terms)
    for term, count in alone.items():
        others = len(terms) - count
        if not (others > 1 or (others and (not verdict.tag.prominent or leads > leading[term]))):
            yield term


def _uncovered(text: str, start: int, mentions: Iterable[Mention]) -> set[str]:
    """The capitalised words and phrases after `start` that no mention covers.

    The first word of a sentence or a quotation has a capital anyway, and does not count.
    """
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    runs: list[list[re.Match[str]]] = [[]]
    end = start
    for word in WORD.finditer(text, start):
        gap = text[end : word.start()]
        first = end == start or bool(_SENTENCE_END.search(gap))
        capital = word[1][0].isupper() and word.start(1) not in covered and not first
        if not (capital and runs[-1] and is_gap(gap)):
            runs.append([])
        if capital:
            runs[-1].append(word)
        end = word.end()
    found = (" ".join(text[run[0].start(1) : run[-1].end(1)].split()) for run in runs if 0 < len(run) <= _LONGEST)
    return {words for words in found if len(words) > 1 and words.casefold() not in _COMMON}


def _most(found: Counter[str]) -> tuple[Count, ...]:
    """Those found most often first; of equals, in the order of the alphabet."""
    return tuple(Count(*pair) for pair in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def lines(found: Usage) -> Iterator[tuple[str, str]]:
    """What to show people, and how it is meant: tag, term, idle, heading, word."""
    yield "heading", f"{count_of(found.entries, 'entry', 'entries')}, {found.untagged} without a tag"
    width = max((len(each.term) for tag in found.tags for each in tag.terms), default=0)
    for tag in found.tags:
        named = f", {tag.named} of them named by their seeds" if tag.named else ""
        yield "tag", f"{tag.tag}: {count_of(tag.entries, 'entry', 'entries')}{named}"
        for term in tag.terms:
            role = "" if term.role == "any" else f"{term.role}: "
            does = f"{count_of(term.entries, 'entry', 'entries')}" if term.entries else "never matches"
            does += f", {term.excluded} ruled out by `not`" if term.excluded else ""
            does += f", {term.alone} by it alone" if term.alone else ""
            yield "term" if term.entries else "idle", f"  {role + term.term:<{width + 5}}  {does}"
    for heading, counts in (
        ("Tags that only seeds name, and the entries that have them", found.others),
        ("Names that no tag covers, in two entries or more", found.uncovered),
    ):
        if counts:
            yield "heading", heading
        for words, count in counts:
            yield "word", f"  {count:>5}  {words}"
