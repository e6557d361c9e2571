"""Why a seed is what it is: its date, title, id and tags, and the words that earned each. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from seedfeed.entries.instants import rfc3339
from seedfeed.entries.text import make_text
from seedfeed.entries.text import searched as searched_in
from seedfeed.model import Config, Entry, Seed, Text
from seedfeed.tags.mentions import LEAD, Mention, find_mentions, judge, text_of
from seedfeed.tags.rules import Rules, RulesOf
from seedfeed.tags.words import origins, plain

_SHOWN = 6  # places of one word


class Found(NamedTuple):
    """Words of a seed that are a term."""

    term: str  #: as the config has it
    words: str
    line: int | None  #: of the file, from 1; None for the title
    column: int | None  #: in characters, from 1
    exception: str | None = None  #: the term below `not` that keeps it from counting

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return "title" if self.line is None else f"line {self.line}:{self.column}"


class Explained(NamedTuple):
    """What a seed mentions of one tag."""

    tag: str
    earned: bool
    named: bool = False  #: by the seed itself, and not earned by its text
    found: tuple[Found, ...] = ()
    missing: tuple[str, ...] = ()  #: terms below `all` that are not mentioned
    passing: bool = False  #: mentioned, but not prominently
    taken: bool = False  #: away by the seed itself, which would have earned it


class Explanation(NamedTuple):
    """Why a seed is what it is."""

    seed: str
    title: str
    id: str
    published: str
    updated: str
    held: str | None  #: why it is not published yet
    link: str | None
    notices: tuple[tuple[int, str], ...]  #: (line, words)
    tags: tuple[Explained, ...]  #: those of the entry, then those that the text only mentions
    unmentioned: tuple[str, ...]


def explain(shown: str, seed: Seed, entry: Entry, held: str | None, config: Config, rules: RulesOf) -> Explanation:
    """Why the seed in the file that is `shown` so became this entry."""
    text, notices = make_text(seed, config)
    mentioned = _mentioned(seed, text, rules(text.lang))
    found = [mentioned.pop(name, Explained(name, earned=False)) for name in entry.tags]
    tags = (each._replace(earned=True, named=not each.earned) for each in found)
    unmentioned = (tag.name for tag in config.tags if tag.name not in mentioned and tag.name not in entry.tags)
    return Explanation(
        seed=shown,
        title=text.title,
        id=entry.id,
        published=rfc3339(entry.published),
        updated=rfc3339(entry.updated),
        held=held,
        link=entry.link,
        notices=seed.notices + notices,
        tags=(*tags, *(each._replace(earned=False, taken=each.earned) for each in mentioned.values())),
        unmentioned=tuple(unmentioned),
    )


def _mentioned(seed: Seed, text: Text, rules: Rules) -> dict[str, Explained]:
    """What the text mentions, by tag, in the order of the config."""
    said = searched_in(text)
    searched, lead = text_of(*said)
    place = _places(seed, text, lead - LEAD)

    def found(mention: Mention, exception: Mention | None = None) -> Found:
        initials = searched[mention.end - 2 : mention.end - 1] == "."
        end = mention.end + (initials and searched.startswith(".", mention.end))  # U.S. ends with one
        words = searched[mention.start : end]
        return Found(mention.term, words, *place(mention.start), exception.term if exception else None)

    explained = {}
    for _, verdict in sorted(judge(find_mentions(searched, rules), rules.tags, lead), key=lambda pair: pair[0]):
        if verdict.mentioned or verdict.excluded:
            explained[verdict.tag.name] = Explained(
                tag=verdict.tag.name,
                earned=verdict.earned,
                found=(*map(found, verdict.counted), *(found(*pair) for pair in verdict.excluded)),
                missing=verdict.missing if verdict.mentioned else (),
                passing=verdict.passing,
            )
    return explained


def _places(seed: Seed, text: Text, body_at: int) -> Callable[[int], tuple[int | None, int | None]]:
    """Line and column in the file of an index in the text that was searched."""
    from_body = text.titled and not seed.title  # a heading or a headline
    title, searched = searched_in(text)
    shown = f"{title}\n\n{searched}" if from_body else searched
    begin = 0 if from_body else body_at
    there, here = _aligned(seed.body, shown)
    plain_to_text = origins(shown)
    line_ends = [found for found, character in enumerate(seed.body) if character == "\n"]

    def place(index: int) -> tuple[int | None, int | None]:
        if index < begin:
            return None, None
        at = plain_to_text[index - begin]
        nearest = bisect_right(here, at) - 1
        at = min(there[nearest] + at - here[nearest], len(seed.body) - 1)
        line = bisect_left(line_ends, at)
        column = at - line_ends[line - 1] if line else at + seed.column
        return seed.line + line, column

    return place


def _aligned(source: str, shown: str) -> tuple[list[int], list[int]]:
    """Where words are in a seed's body, and in what is shown of it: marks are gone, lines were joined."""
    words, others = (list(re.finditer(r"\w+", text)) for text in (source, shown))
    in_source, in_shown = ([word[0] for word in each] for each in (words, others))
    same: Sequence[tuple[int, int, int]] = [
        (0, 0, len(words))
    ]  # as in most, and SequenceMatcher takes quadratic time
    if in_source != in_shown:
        same = SequenceMatcher(None, in_source, in_shown, autojunk=False).get_matching_blocks()
    there, here = [0], [0]
    for start, also, length in same:
        there += (word.start() for word in words[start : start + length])
        here += (word.start() for word in others[also : also + length])
    return there, here


def lines(explanation: Explanation) -> Iterator[tuple[str, str]]:
    """Labels and what to say after each, for people."""
    yield "title", explanation.title
    yield "id", explanation.id
    yield "published", explanation.published
    if explanation.updated != explanation.published:
        yield "updated", explanation.updated
    if explanation.held:
        yield "held", explanation.held
    if explanation.link:
        yield "link", explanation.link
    for line, notice in explanation.notices:
        yield "notice", f"line {line}: {notice}"
    for tag in explanation.tags:
        yield "tag" if tag.earned else "near", f"{tag.tag}: {'; '.join(_reasons(tag))}"
    if explanation.unmentioned:
        yield "absent", ", ".join(explanation.unmentioned)


def _reasons(tag: Explained) -> Iterator[str]:
    counted = [found for found in tag.found if found.exception is None]
    if tag.named:
        yield "named by the seed"
    if counted:
        yield ", ".join(_words(counted))
    for exception in dict.fromkeys(found.exception for found in tag.found if found.exception):
        inside = [found for found in tag.found if found.exception == exception]
        yield f"{', '.join(_words(inside))} does not count: not {exception}"
    if tag.missing:
        yield f"needs {', '.join(tag.missing)} too"
    if tag.taken:
        yield f"the seed says -{tag.tag}"
    if tag.passing:
        yield f"only in passing: once, after the first {LEAD} characters"


def _words(found: list[Found]) -> Iterator[str]:
    """Each word once, the term it is a form of, and its places."""
    by_words: dict[tuple[str, str], list[str]] = {}
    for each in found:
        by_words.setdefault((each.words, each.term), []).append(each.place)
    for (words, term), places in by_words.items():
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        of = "" if plain(term).casefold() == words.casefold() else f" for {term}"
        yield f"“{words}”{of} ({', '.join(places[:_SHOWN])}{more})"
