"""Tag rules: which words earn which tag. Touches no file and no clock.

The term is inflected once, the text is looked up as it stands: one pass parts it into words, and
dictionaries answer for each, however many terms there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from seedfeed.inflections import forms
from seedfeed.model import Tag

# Combining marks are part of a word: most have no composed form outside Latin, Greek and Cyrillic.
_MARKS = r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_MARK = rf"[{_MARKS}]"
_RUN = rf"[^\W_]+(?:{_MARK}+[^\W_]*)*"
_EDGE = rf"(?![^\W_]|{_MARK})"
_PICTURES = r"\u2600-\u27bf\U0001f000-\U0001faff"  # an emoji is a word too
#: One word. Cut off and not part of it: French elision (`l'`, `qu'`) and the possessive `'s`.
#: `don't` and `O'Brien` are one word, `U.S.` too; a hyphen parts words.
_WORD = re.compile(
    rf"(?:(?<![^\W_])(?i:[cdjlmnst]|(?:jus|lors|puis)?qu)'(?=[^\W_])(?![sS]{_EDGE}))?"
    rf"((?:[^\W\d_]\.)+[^\W\d_]{_EDGE}|[A-Za-z](?:\+\+|#)(?!\w)|{_RUN}(?:'(?![sS]{_EDGE}){_RUN})*|[{_PICTURES}])"
    rf"(?:(?<=\.[^\W\d_])\.)?(?:'[sS]{_EDGE})?"
)
#: Apostrophes become one, footnote marks blanks, what nobody sees nothing.
_PLAINER = {
    **dict.fromkeys("’ʼ＇", "'"),
    **dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹\u2071\u2072\u2073", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufe0f\ufeff", ""),
}
_AROUND_WORDS = '.,:;!?…()[]"“”„«»–—'


class Mention(NamedTuple):
    """Words of a text that earn a tag."""

    tag: str
    term: str  #: as the config has it
    start: int  #: index in the text as `plain` gives it
    end: int


class _Phrase(NamedTuple):
    """A term of several words, or one with signs that count: `C++`, `AT&T`."""

    tag: int
    term: str
    words: tuple[tuple[bool, frozenset[str]], ...]  #: of each word: capitals count, its forms
    gaps: tuple[str | None, ...]  #: what stands between; None for blanks or a hyphen
    before: str
    after: str

    def may_be_in(self, folded: set[str]) -> bool:
        """Whether there is a form of each word among the casefolded words of a text."""
        return all(any(form.casefold() in folded for form in allowed) for _, allowed in self.words)


class Rules(NamedTuple):
    """The tags of a config, made ready to be looked up."""

    tags: tuple[str, ...]
    words: Mapping[str, tuple[tuple[int, str], ...]]  #: casefolded form: (index of tag, term)
    capitals: Mapping[str, tuple[tuple[int, str], ...]]  #: exact form: (index of tag, term)
    phrases: Mapping[str, tuple[_Phrase, ...]]  #: by each form of the first word, casefolded
    finder: AhoCorasick  #: of the forms of all words of all terms, casefolded, wherever they stand


def plain(text: str) -> str:
    """`text` as the rules read it: NFC, straight apostrophes, nothing invisible. Lines stay."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    for character, plainer in _PLAINER.items():
        if character in text:
            text = text.replace(character, plainer)
    return text


def has_word(term: str) -> bool:
    """Whether there is anything to look for in `term`."""
    return bool(_WORD.search(plain(term)))


def compile_rules(tags: Iterable[Tag], language: str) -> Rules:
    """The rules for `tags`, their terms inflected in `language` (BCP 47)."""
    tags = tuple(tags)
    words: dict[str, list[tuple[int, str]]] = defaultdict(list)
    capitals: dict[str, list[tuple[int, str]]] = defaultdict(list)
    phrases: dict[str, list[_Phrase]] = defaultdict(list)
    for index, tag in enumerate(tags):
        for term in tag.terms:
            text = plain(term)
            found = list(_WORD.finditer(text))
            if len(found) == 1 and found[0].start(1) == 0 and found[0].end() >= len(text.rstrip(".")):
                word = found[0][1].replace(".", "")
                stem = word.removesuffix("s")
                if stem.isupper() and (stem == word or len(stem) > 1):  # UAV, and UAVs
                    for form in _capital_forms(stem):
                        capitals[form].append((index, term))
                else:
                    for form in _forms(word, language) | {found[0][1].casefold()}:  # e.g. as it is
                        words[form].append((index, term))
            elif found:
                phrase = _phrase(index, term, text, found, language)
                for first in {form.casefold() for form in phrase.words[0][1]}:
                    phrases[first].append(phrase)
    parts = {
        form.casefold()
        for each in phrases.values()
        for phrase in each
        for _, allowed in phrase.words
        for form in allowed
    }
    return Rules(
        finder=AhoCorasick(sorted({*words, *(form.casefold() for form in capitals), *parts})),
        tags=tuple(tag.name for tag in tags),
        words={form: tuple(each) for form, each in words.items()},
        capitals={form: tuple(each) for form, each in capitals.items()},
        phrases={form: tuple(each) for form, each in phrases.items()},
    )


def _capital_forms(word: str) -> Iterator[str]:
    """A word in capitals as texts write it: `UAV`, `UAVs`, `U.A.V`; the pattern drops the rest."""
    yield word
    if len(word) > 1:
        yield word + "s"
        if len(word) > 2:  # USS is no plural
            yield word + "S"
        yield ".".join(word)


def _phrase(index: int, term: str, text: str, found: list[re.Match[str]], language: str) -> _Phrase:
    between = [text[one.end() : two.start()] for one, two in pairwise(found)]
    return _Phrase(
        tag=index,
        term=term,
        words=tuple(
            (True, frozenset(_capital_forms(each[1].replace(".", ""))))
            if each[1].isupper() and (len(each[1]) > 1 or text.isupper())
            else (False, _forms(each[1], language))
            for each in found
        ),
        gaps=tuple(None if _is_gap(gap) else gap for gap in between),
        before=text[: found[0].start(1)].strip(),
        after=text[found[-1].end() :].strip(),
    )


def _forms(word: str, language: str) -> frozenset[str]:
    return forms(word.casefold(), language, name=word[0].isupper())


def match_tags(text: str, rules: Rules) -> tuple[str, ...]:
    """The tags that `text` earns, in the order of the config."""
    text = plain(text)
    exact = _candidates(text, rules)
    if not exact:
        return ()
    folded = set(map(str.casefold, exact))
    earned = {index for word in folded if word in rules.words for index, _ in rules.words[word]}
    earned.update(index for word in exact if word in rules.capitals for index, _ in rules.capitals[word])
    firsts = [word for word in folded if any(each.may_be_in(folded) for each in rules.phrases.get(word, ()))]
    for paragraph in text.split("\n\n") if firsts else ():  # a phrase does not reach beyond one
        if any(word in paragraph.casefold() for word in firsts):
            tokens = list(_WORD.finditer(paragraph))
            earned.update(phrase.tag for phrase, _, _ in _find_phrases(paragraph, tokens, rules))
    return tuple(rules.tags[index] for index in sorted(earned))


def _candidates(text: str, rules: Rules) -> set[str]:
    """The words of `text` that hold a form of the rules: words never reach beyond a blank."""
    folded = text.casefold()
    if len(folded) != len(text):  # ß becomes ss: places would not be the same
        return _words(text)
    pieces = set()
    end = 0
    for _, start, stop in rules.finder.find_matches_as_indexes(folded, overlapping=True):
        if stop > end:
            begin = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
            end = text.find(" ", stop)
            end = len(text) if end < 0 else end
            pieces.add(text[begin:end])
    return _words(" ".join(pieces)) if pieces else pieces


def _words(text: str) -> set[str]:
    """The words of `text`: what _WORD finds, sooner. Most of what stands between blanks is one word as it is."""
    pieces = set(text.split())
    words = set(filter(str.isalnum, pieces))
    odd = []
    for piece in pieces - words:
        bare = piece.strip(_AROUND_WORDS)
        if bare.isalnum():
            words.add(bare)
        else:
            odd.append(piece)
    if odd:
        words.update(_WORD.findall(" ".join(odd)))
    return words


def find_mentions(text: str, rules: Rules) -> list[Mention]:
    """Every mention in `text` (as `plain` gives it), in order: what `match_tags` goes by."""
    tokens = list(_WORD.finditer(text))
    found = [
        Mention(rules.tags[index], term, token.start(1), token.end(1))
        for token in tokens
        for index, term in (
            *rules.words.get(token[1].casefold(), ()),
            *rules.capitals.get(token[1], ()),
        )
    ]
    found += [
        Mention(rules.tags[phrase.tag], phrase.term, start, end)
        for phrase, start, end in _find_phrases(text, tokens, rules)
    ]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _find_phrases(text: str, tokens: list[re.Match[str]], rules: Rules) -> Iterator[tuple[_Phrase, int, int]]:
    for position, first in enumerate(tokens):
        for phrase in rules.phrases.get(first[1].casefold(), ()):
            chain = tokens[position : position + len(phrase.words)]
            if _is_phrase(text, chain, phrase):
                yield phrase, first.start(1), chain[-1].end(1)


def _is_gap(text: str) -> bool:
    """Whether `text` may stand between the words of a phrase: blanks, one line end at most, a hyphen or –."""
    return text == "–" or (text != "" and text.rstrip() in ("", "-", "\u2010", "\u2011") and text.count("\n") < 2)


def _is_phrase(text: str, chain: list[re.Match[str]], phrase: _Phrase) -> bool:
    if len(chain) < len(phrase.words):
        return False
    for token, (capitals, allowed) in zip(chain, phrase.words, strict=True):
        if (token[1] if capitals else token[1].casefold()) not in allowed:
            return False
    for (one, two), gap in zip(pairwise(chain), phrase.gaps, strict=True):
        between = text[one.end() : two.start()]
        if between != gap if gap is not None else not _is_gap(between):
            return False
    return text.endswith(phrase.before, 0, chain[0].start(1)) and text.startswith(phrase.after, chain[-1].end())
