"""What a word is, for terms and texts alike. Touches no file and no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Combining marks are part of a word: most have no composed form outside Latin, Greek and Cyrillic.
_MARKS = r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
MARK = rf"[{_MARKS}]"
_RUN = rf"[^\W_]+(?:{MARK}+[^\W_]*)*"
_EDGE = rf"(?![^\W_]|{MARK})"
_LETTERS = r"\U0001f1e6-\U0001f1ff"  # two of them are a flag
PICTURES = r"\u2600-\u27bf\U0001f000-\U0001faff"  # an emoji is a word too
#: One word, its first group. Cut off and not part of it: French elision (`l'`, `qu'`), the possessive `'s` or `'`.
#: `don't` and `O'Brien` are one word, `U.S.` too; a hyphen parts words.
WORD = re.compile(
    rf"(?:(?<![^\W_])(?i:[cdjlmnst]|(?:jus|lors|puis)?qu)'(?=[^\W_])(?![sS]{_EDGE}))?"
    rf"((?:[^\W\d_]\.)+[^\W\d_]{_EDGE}|[A-Za-z](?:\+\+|#)(?!\w)|{_RUN}(?:'(?![sS]{_EDGE}){_RUN})*"
    rf"|[{_LETTERS}]{{2}}|[{PICTURES}])"
    rf"(?:(?<=\.[^\W\d_])\.)?(?:'[sS]{_EDGE}|(?<=[sS])'(?![^\W_]))?"
)
_ASCII = bytes(range(0x80))
#: Apostrophes become one, footnote marks blanks, what nobody sees nothing. Half of the press writes oe and е.
_PLAINER = {
    **dict.fromkeys("’ʼ＇", "'"),
    "œ": "oe",
    "Œ": "Oe",
    "ё": "е",
    "Ё": "Е",
    **dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹\u2071\u2072\u2073", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufe0f\ufeff", ""),
}
#: A text of these and ASCII alone is in NFC already: Latin, Cyrillic, punctuation, the euro.
_STEADY = frozenset(map(chr, (*range(0x80, 0x300), *range(0x400, 0x483), *range(0x2010, 0x2060), 0x20AC)))
#: Dictionaries and careful writers mark it in Cyrillic.
_STRESS = re.compile("(?<=[\u0400-\u04ff])\u0301")
#: What normal forms make one character of, and nothing beside it: marks, and the parts of a Korean syllable.
_CLUSTER = re.compile(
    rf"(?s:.)[{_MARKS}\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]*"
)


def plain(text: str) -> str:
    """`text` as the rules read it: NFC, one apostrophe, oe for œ, е for ё, nothing invisible. Lines stay."""
    if text.isascii():
        return text
    others = not_ascii(text)
    if not others <= _STEADY:
        text = unicodedata.normalize("NFC", text)
        others = not_ascii(text)
    for character in others & _PLAINER.keys():
        text = text.replace(character, _PLAINER[character])
    return _STRESS.sub("", text) if "\u0301" in others else text


def not_ascii(text: str) -> set[str]:
    """The characters of `text` above ASCII."""
    return set(text.encode().translate(None, _ASCII).decode())


def origins(text: str) -> Sequence[int]:
    """For each character of `plain(text)`, the index in `text` of what it was made of."""
    shown = plain(text)
    if shown == text:
        return range(len(text))
    found = [place.start() for place in _CLUSTER.finditer(text) for _ in plain(place[0])]
    return found if len(found) == len(shown) else range(len(text))


def has_word(term: str) -> bool:
    """Whether there is anything to look for in `term`."""
    return bool(WORD.search(plain(term)))


def is_gap(text: str) -> bool:
    """Whether `text` may come between the words of a phrase: blanks, one line end at most, a hyphen or –."""
    return text == "–" or (text != "" and text.rstrip() in ("", "-", "\u2010", "\u2011") and text.count("\n") < 2)
