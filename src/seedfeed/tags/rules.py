"""The tags of a config, made ready to be looked up. Touches no file and no clock.

A term is inflected once, the text is looked up as it stands. Terms form a trie of words: to look one up
takes as long as it has words, however many terms there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from seedfeed.model import Tag
from seedfeed.tags.inflections import capitals_count, forms
from seedfeed.tags.words import MARK, PICTURES, WORD, is_gap, not_ascii, plain

#: How the letters of a word count.
ANY, CAPITALISED, EXACT = "any case", "with a capital", "exactly these letters"

_MARK = re.compile(MARK)
_PICTURE = re.compile(f"[{PICTURES}]")
#: All but letters and digits becomes blank, capitals become small; bytes of other characters stay.
_PLAINEST = bytes(
    code if code >= 0x80 else ord(chr(code).lower()) if chr(code).isalnum() else 0x20 for code in range(0x100)
)
#: Around a term, as copied from a text.
_QUOTES = ' "“”„«»'
#: A form with more pairs of s is looked for by its beginning.
_SPELT = 3
#: Different characters above ASCII: with so many, it is quicker to look at all of a text at once.
_MANY = 12


class Term(NamedTuple):
    """A term of a tag, as the config has it."""

    tag: int  #: index
    role: str  #: the key below which it stands: any, all, not
    text: str
    signs: tuple[str, str] | None = None  #: what must stand before and behind it: `.NET`


class Word(NamedTuple):
    """One word of a term."""

    forms: frozenset[str]  #: casefolded, unless these letters count exactly
    case: str
    open: bool  #: whether any ending may follow
    gap: str | None  #: what stands before it; None for blanks or a hyphen

    def fits(self, word: str) -> bool:
        """Whether a word of a text is one of these forms."""
        if self.case == CAPITALISED and not word[0].isupper():
            return False
        word = word if self.case == EXACT else word.casefold()
        return word.startswith(tuple(self.forms)) if self.open else word in self.forms


class Node:
    """A place in the trie: the terms that end here, and the words that may follow."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._ways: dict[Word, Node] = {}
        self._by_form: dict[str, list[tuple[Word, Node]]] = {}
        self._by_start: dict[str, list[tuple[Word, Node]]] = {}
        self._lengths: set[int] = set()  # of starts

    def __bool__(self) -> bool:
        """Whether any word may follow."""
        return bool(self._ways)

    def enter(self, word: Word) -> Node:
        """The node behind a word, made if there is none."""
        if word not in self._ways:
            self._ways[word] = Node()
            index = self._by_start if word.open else self._by_form
            for form in {form.casefold() for form in word.forms}:
                index.setdefault(form, []).append((word, self._ways[word]))
                if word.open:
                    self._lengths.add(len(form))
        return self._ways[word]

    def ways(self, word: str) -> Iterator[tuple[Word, Node]]:
        """The words of terms that a word of a text may be, and the nodes behind them."""
        folded = word.casefold()
        yield from self._by_form.get(folded, ())
        for length in self._lengths:
            yield from self._by_start.get(folded[:length], ())

    def forms(self) -> Iterator[tuple[str, bool]]:
        """All forms of words that may follow, casefolded, and whether any ending may follow them."""
        yield from ((form, False) for form in self._by_form)
        yield from ((form, True) for form in self._by_start)


class Rules(NamedTuple):
    """The tags of a config, and their terms."""

    tags: tuple[Tag, ...]
    root: Node
    finder: BytesAhoCorasick  #: of the first words of all terms, in the form of `haystack`
    lengths: Sequence[int]  #: of its patterns, blanks included, in characters
    settled: Sequence[frozenset[int] | None]  #: the tags that each earns wherever it stands
    pictures: str  #: emoji that begin a term; `finder` has none


def compile_rules(tags: Iterable[Tag], language: str) -> Rules:
    """The rules for `tags`, their terms inflected in `language` (BCP 47)."""
    tags = tuple(tags)
    root = Node()
    for index, tag in enumerate(tags):
        for role, terms in (("any", tag.terms), ("all", tag.all), ("not", tag.exceptions)):
            for text in terms:
                if words := _words(text, language):
                    node = root
                    for word in words[1]:
                        node = node.enter(word)
                    node.terms.append(Term(index, role, text, words[0]))
    patterns: dict[str, frozenset[int] | None] = {}
    pictures: set[str] = set()
    for form, is_open in root.forms():
        if _PICTURE.match(form):
            pictures.add(form)
        else:
            patterns.update(
                dict.fromkeys(_patterns(form, is_open), None if is_open else _settled(form, root, tags))
            )
    finder = BytesAhoCorasick([pattern.encode() for pattern in patterns])
    return Rules(tags, root, finder, [*map(len, patterns)], [*patterns.values()], "".join(sorted(pictures)))


def _settled(form: str, root: Node, tags: Sequence[Tag]) -> frozenset[int] | None:
    """The tags that a word earns wherever it stands; None where a closer look decides."""
    earned: set[int] = set()
    for word, behind in root.ways(form):
        if (
            behind
            or word.case != ANY
            or not all(tags[term.tag].is_plain and not term.signs for term in behind.terms)
        ):
            return None
        earned.update(term.tag for term in behind.terms)
    return frozenset(earned)


def _words(term: str, language: str) -> tuple[tuple[str, str] | None, list[Word]] | None:
    """The signs before and behind a term that belong to it, and its words."""
    exact = term.startswith("=")
    text = plain(term.removeprefix("=").strip(_QUOTES))
    found = list(WORD.finditer(text))
    if not found:
        return None
    gaps = [text[one.end() : two.start()].lstrip("*") for one, two in pairwise(found)]
    words = [
        _word(
            each[1],
            None if gap is None or is_gap(gap) else "".join(gap.split()),
            language,
            exact=exact,
            is_open=text.startswith("*", each.end()),
            shouts=text.isupper(),
        )
        for each, gap in zip(found, [None, *gaps], strict=True)
    ]
    after = text[found[-1].end() :].lstrip("*").rstrip(" .")  # `Inc.`
    before = text[: found[0].start(1)].lstrip().casefold()
    return (before, after) if before or after else None, words


def _word(word: str, gap: str | None, language: str, *, exact: bool, is_open: bool, shouts: bool) -> Word:
    bare = word.replace(".", "")
    stem = bare.removesuffix("s")
    if exact:
        return Word(frozenset({word}), EXACT, is_open, gap)
    if stem.isupper() and (len(stem) > 1 or (stem == bare and shouts)):  # UAV, and UAVs; F-16, and plan B
        return Word(frozenset({stem} if is_open else _capitals(stem)), EXACT, is_open, gap)
    case = CAPITALISED if capitals_count(language) and word[0].isupper() else ANY
    if is_open:
        return Word(frozenset({word.casefold()}), case, is_open, gap)
    inflected = filter(None, map(plain, forms(bare, language)))  # a word of one letter may lose it
    return Word(frozenset({*inflected, word.casefold()}), case, is_open, gap)


def _capitals(word: str) -> Iterator[str]:
    """A word in capitals as texts write it: `UAV`, `UAVs`, `U.A.V`; the pattern drops the rest."""
    yield word
    if len(word) > 1:
        yield word + "s"
        if word.isalpha():
            yield from (".".join(word), ".".join(word) + ".s")
        if len(word) > 2:  # USS is no plural
            yield word + "S"


def haystack(text: str) -> bytes | None:
    """`text` (plain) with a blank for all that is in no word, one more at each end, in one case, as UTF-8.

    The character at an index here stands at the one before in `text`. None where that cannot be: the text is to be
    parted into words, which takes longer.
    """
    if not text.isascii():
        others = not_ascii(text)
        if "\u0345" in others:  # a mark that becomes a letter
            return None
        if len(others) > _MANY and len(folded := text.casefold()) == len(text):
            text, others = folded, not_ascii(folded)
        for character in others:
            shown = _in_haystack(character)
            if shown is None:
                return None
            if shown != character:
                text = text.replace(character, shown)
    return b" " + text.encode().translate(_PLAINEST) + b" "


@cache
def _in_haystack(character: str) -> str | None:
    """What stands for a character in a haystack; None where no single one could."""
    if _MARK.match(character):  # part of a word, or not: what stands before it decides
        return None
    if not character.isalnum():
        return " "
    if character in "ßẞ":  # two letters, or one: `_patterns` has both
        return "ß"
    folded = character.casefold()
    return folded if len(folded) == 1 else None


def _patterns(form: str, is_open: bool) -> Iterator[str]:
    """How a form stands in a haystack, or how it begins there."""
    searched = haystack(form)
    shown = (searched.decode() if searched else f" {form} ").rstrip()
    if shown.count("ss") > _SPELT:
        yield from (shown[: shown.index("ss")] + letter for letter in "sß")
        return
    for spelt in _spellings(shown):
        yield spelt if is_open else f"{spelt} "
        if is_open and spelt.endswith("s"):
            yield spelt[:-1] + "ß"


def _spellings(form: str) -> Iterator[str]:
    """A form with ss, ß or both: casefolded, they are the same."""
    at = form.find("ss")
    if at < 0:
        yield form
        return
    yield from (form[: at + 1] + rest for rest in _spellings(form[at + 1 :]))
    yield from (form[:at] + "ß" + rest for rest in _spellings(form[at + 2 :]))
