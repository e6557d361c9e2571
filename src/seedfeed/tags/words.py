"""What a word is, for terms and texts alike. Touches no file and no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Combining marks are part of a word: most have no composed form outside Latin, Greek and Cyrillic.
_MARKS = r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
MARK = rf"[{_MARKS}]"
#: Thai, Lao, Burmese, Khmer, kana and Han have no blanks between words: each character counts as a word.
_ALONE = (
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)
LETTER = rf"[^\W_{_ALONE}]"
_RUN = rf"{LETTER}+(?:{MARK}+{LETTER}*)*"
_EDGE = rf"(?!{LETTER}|{MARK})"
_LETTERS = r"\U0001f1e6-\U0001f1ff"  # two of them are a flag
PICTURES = r"\u2600-\u27bf\U0001f000-\U0001faff"  # an emoji is a word too
#: What French, Italian and Catalan put before a vowel: `l'`, `qu'`, `dell'`, `un'`.
_ELIDED = (
    "[cdjlmnstv]|(?:jus|lors|puis)?qu|all|dall|dell|nell|sull|coll|quell|gl|agl|dagl|degl|negl|sugl|ch|un|nessun|alcun"
    "|ciascun|quest|quant|tutt|bell|buon|sant|grand|anch|senz|mezz|dov|com|cos|null|nient"
)
#: One word, its first group. Cut off and not part of it: elision (`l'`, `dell'`), the possessive `'s` or `'`.
#: `don't` and `O'Brien` are one word, `U.S.` too; a hyphen parts words.
WORD = re.compile(
    rf"(?:(?<![^\W_])(?i:{_ELIDED})'(?=[^\W_])(?![sS]{_EDGE}))?"
    rf"((?:[^\W\d_]\.)+[^\W\d_]{_EDGE}|[A-Za-z](?:\+\+|#)(?!\w)|{_RUN}(?:'(?![sS]{_EDGE}){_RUN})*"
    rf"|[{_LETTERS}]{{2}}|[{PICTURES}]|[{_ALONE}])"
    rf"(?:(?<=\.[^\W\d_])\.)?(?:'[sS]{_EDGE}|(?<=[sS])'(?![^\W_]))?"
)
#: A character that is a word wherever it is.
ALONE = re.compile(f"[{_ALONE}]")
_ASCII = bytes(range(0x80))
#: Apostrophes become one, footnote marks blanks, what nobody sees nothing. Half of the press writes oe and е.
_PLAINER = {
    **dict.fromkeys("’ʼ＇", "'"),
    "œ": "oe",
    "Œ": "Oe",
    "ё": "е",
    "Ё": "Е",
    "İ": "I",  # its small letter is i, which no other rule of Unicode makes of it
    **dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹\u2071\u2072\u2073", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufe0f\ufeff", ""),
}
#: A text of these and ASCII alone is in NFC already: Latin, Cyrillic, punctuation, the euro.
_STEADY = frozenset(map(chr, (*range(0x80, 0x300), *range(0x400, 0x483), *range(0x2010, 0x2060), 0x20AC)))
#: What keyboards give for the apostrophe of Ukrainian.
_APOSTROPHE = re.compile("(?<=[\u0400-\u04ff])[`´‘′](?=[\u0400-\u04ff])")
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
    if not others.isdisjoint("´‘′") or "`" in text:
        text = _APOSTROPHE.sub("'", text)
    return _STRESS.sub("", text) if "\u0301" in others else text


def without_accents(text: str) -> str:
    """Latin and Greek letters without accents, and ı as i; й and ї are letters of their own."""
    return "".join(
        unicodedata.normalize("NFD", each)[0] if each < "\u0400" or "\u1e00" <= each < "\u2000" else each
        for each in text.replace("ı", "i")
    )


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
