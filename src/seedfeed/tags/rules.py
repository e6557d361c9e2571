"""The tags of a config, made ready to be looked up. Touches no file and no clock.

A term is inflected once, the text is looked up as it is. Terms form a trie of words: to look one up
takes as long as it has words, however many terms there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from seedfeed.model import Tag
from seedfeed.tags.inflections import LANGUAGES, capitals_count, endings_after_apostrophe, forms, primary
from seedfeed.tags.words import PICTURES, WORD, is_gap, plain, without_accents

#: How the letters of a word count.
ANY, CAPITALISED, SHOUTED, EXACT = "any case", "with a capital", "all in capitals", "exactly these letters"

_PICTURE = re.compile(f"[{PICTURES}]")
#: Around a term, as copied from a text.
_QUOTES = " \"“”„«»'‘’‚‹›"


class Term(NamedTuple):
    """A term of a tag, as the config has it."""

    tag: int  #: index
    role: str  #: the key below which it is: any, all, not
    text: str
    signs: tuple[str, str] | None = None  #: what must come before and after it: `.NET`


class Word(NamedTuple):
    """One word of a term."""

    forms: frozenset[str]  #: casefolded, unless these letters count exactly
    case: str
    open: bool  #: whether any ending may follow
    gap: str | None  #: what comes before it; None for blanks or a hyphen

    def fits(self, word: str) -> bool:
        """Whether a word of a text is one of these forms."""
        if (self.case == CAPITALISED and not word[0].isupper()) or (self.case == SHOUTED and not word.isupper()):
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
        """The node after a word, made if there is none."""
        if word not in self._ways:
            self._ways[word] = Node()
            index = self._by_start if word.open else self._by_form
            for form in {form.casefold() for form in word.forms}:
                index.setdefault(form, []).append((word, self._ways[word]))
                if word.open:
                    self._lengths.add(len(form))
        return self._ways[word]

    def ways(self, word: str) -> Iterator[tuple[Word, Node]]:
        """The words of terms that a word of a text may be, and the nodes after them."""
        folded = word.casefold()
        yield from self._by_form.get(folded, ())
        for length in self._lengths:
            yield from self._by_start.get(folded[:length], ())

    def forms(self) -> Iterator[str]:
        """All forms of words that may follow, casefolded, and the beginnings of those with any ending."""
        yield from self._by_form
        yield from self._by_start


class Rules(NamedTuple):
    """The tags of a config, and their terms."""

    tags: tuple[Tag, ...]
    root: Node
    finder: AhoCorasick  #: of how the first words of terms begin, in what `folded` gives
    pictures: str  #: emoji that begin a term; `finder` has none


#: The rules for texts in a language (BCP 47); for those that do not say theirs, where it is None.
RulesOf = Callable[[str | None], Rules]


def rules_of(tags: Iterable[Tag], languages: Sequence[str]) -> RulesOf:
    """The rules for `tags`, their terms inflected in all `languages` (BCP 47), and in that of the text."""
    tags = tuple(tags)
    known = {primary(language) for language in languages}

    @cache
    def compiled(more: tuple[str, ...]) -> Rules:
        return compile_rules(tags, (*languages, *more))

    @cache
    def rules(language: str | None) -> Rules:
        code = language and primary(language)
        return compiled((code,) if code in LANGUAGES and code not in known else ())

    return rules


def compile_rules(tags: Iterable[Tag], languages: Sequence[str]) -> Rules:
    """The rules for `tags`, their terms inflected in all `languages` (BCP 47)."""
    tags = tuple(tags)
    root = Node()
    # Where capitals count, a noun in small letters is another word; elsewhere it is the same.
    groups = [[each for each in languages if capitals_count(each) is count] for count in (True, False)]
    for index, tag in enumerate(tags):
        for role, terms in (("any", tag.terms), ("all", tag.all), ("not", tag.exceptions)):
            for text in terms:
                for group in (group for group in groups if group):
                    if words := _words(text, group):
                        term = Term(index, role, text, words[0])
                        for path in _spellings(words[1], group):
                            node = root
                            for word in path:
                                node = node.enter(word)
                            if term not in node.terms:
                                node.terms.append(term)
    pictures = {form for form in root.forms() if _PICTURE.match(form)}
    patterns = {pattern for form in root.forms() if form not in pictures for pattern in _patterns(form)}
    return Rules(tags, root, AhoCorasick(sorted(patterns)), "".join(sorted(pictures)))


def folded(text: str) -> str | None:
    """`text` (plain) in one case, each character in its place: ß stays.

    None if a character becomes several, which is rare: `ﬁ`.
    """
    found = "ß".join(part.casefold() for part in text.split("ß")) if "ß" in text else text.casefold()
    return found if len(found) == len(text) else None


def _patterns(form: str) -> Iterator[str]:
    """How words that are a form (casefolded) begin, in what `folded` gives."""
    head, pair, _ = form.partition("ss")
    if pair:
        yield from (f"{head}ss", f"{head}sß", f"{head}ß")
        return
    yield form
    if form.endswith("s"):  # any ending may follow, another s as well
        yield f"{form[:-1]}ß"


def _words(term: str, languages: Sequence[str]) -> tuple[tuple[str, str] | None, list[Word]] | None:
    """The signs before and after a term that belong to it, and its words."""
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
            languages,
            exact=exact,
            is_open=text.startswith("*", each.end()),
            shouts=text.isupper(),
        )
        for each, gap in zip(found, [None, *gaps], strict=True)
    ]
    after = text[found[-1].end() :].lstrip("*").rstrip(" .")  # `Inc.`
    before = text[: found[0].start(1)].lstrip().casefold()
    return (before, after) if before or after else None, words


def _word(
    word: str, gap: str | None, languages: Sequence[str], *, exact: bool, is_open: bool, shouts: bool
) -> Word:
    bare = word.replace(".", "")
    stem = bare.removesuffix("s")
    if exact:
        return Word(frozenset({word}), EXACT, is_open, gap)
    if stem.isupper() and (len(stem) > 1 or (stem == bare and shouts)):  # UAV, and UAVs; F-16, and plan B
        return Word(frozenset({stem} if is_open else _capitals(stem)), EXACT, is_open, gap)
    case = CAPITALISED if all(map(capitals_count, languages)) and word[0].isupper() else ANY
    if is_open:
        return Word(frozenset({word.casefold()}), case, is_open, gap)
    inflected = filter(None, map(plain, forms(bare, languages)))  # a word of one letter may lose it
    return Word(frozenset({*inflected, word.casefold()}), case, is_open, gap)


def _spellings(words: list[Word], languages: Sequence[str]) -> Iterator[list[Word]]:
    """Words as they are, and as texts write them too: Etats-Unis, ETATS-UNIS, ΑΘΗΝΑ; in Turkish, Ankara'dan."""
    for path in _without_accents(words):
        yield path
        *others, last = path
        if not last.open and any(map(endings_after_apostrophe, languages)):
            yield [*others, last._replace(forms=frozenset(f"{form}'" for form in last.forms), open=True)]


def _without_accents(words: list[Word]) -> Iterator[list[Word]]:
    """Words as they are, and as many write them in capitals."""
    yield words
    if any(not form.isascii() for word in words for form in word.forms):
        for case, bare in (
            (CAPITALISED, lambda form: without_accents(form[0]) + form[1:]),
            (SHOUTED, without_accents),
        ):
            changed = [frozenset(map(bare, word.forms)) for word in words]
            if changed != [word.forms for word in words]:
                yield [
                    word._replace(forms=forms, case=case) if forms != word.forms and word.case != EXACT else word
                    for word, forms in zip(words, changed, strict=True)
                ]


def _capitals(word: str) -> Iterator[str]:
    """A word in capitals as texts write it: `UAV`, `UAVs`, `U.A.V`; the pattern drops the rest."""
    yield word
    if len(word) > 1:
        yield word + "s"
        if word.isalpha():
            yield from (".".join(word), ".".join(word) + ".s")
        if len(word) > 2:  # USS is not a plural
            yield word + "S"
