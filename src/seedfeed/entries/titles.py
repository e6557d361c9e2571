"""The first sentence of a text, and what is cut to a title or a summary.

Sentences are told by sentencex, by Wikimedia, for some 300 languages. Where a table of cases showed that it parts
a sentence, a rule of ours joins it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedfeed.text.characters import squeeze

TITLE_LENGTH = 100  #: graphemes, without the `…`
SUMMARY_LENGTH = 300

_SENTENCE_WITHIN = 1000  # characters; longer than any title before it is cut
_LONGEST_WORD = 30  # characters: what is longer is not a word, but a script without blanks
#: Its first group. To step back from the end is five times as fast as to try each beginning.
_LAST_WORD = re.compile(r"(?s:.*[\s(\[«“„\"'‘’/—–-])?([^\s(\[«“„\"'‘’/—–-]+)\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
#: Words that a full stop shortens, of which sentencex does not know. English, French, German, Ukrainian, Russian.
_SHORT = frozenset(
    "ms cpt amb tues wed thurs ft approx est "
    "mm mme mlle mgr ste coll bd janv févr avr juil sept oct nov déc prof dr "
    "bspw inkl tel abs fa med "
    "просп руб ген полк ул ст им обл пл млн млрд напр вул".split()
)
#: Words of German beside which a number with a full stop is an ordinal.
_BEFORE_ORDINAL = re.compile(r"\b(?:der|die|das|den|dem|des|am|im|vom|zum|zur)\s+[0-9]{1,2}\Z", re.IGNORECASE)

_COMMAS = (",", "，", "、", "،")
_OPENS = re.compile('[“„«»"(]')

#: Text in which every character is a grapheme: no combining marks, no joiners, no flags.
_PLAIN = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)


def title_of(sentence: str) -> str:
    """A title: a sentence without its full stop or last comma, cut at a word where it is long."""
    return shorten(_drop_stop(squeeze(sentence)), TITLE_LENGTH)


def first_sentence(text: str, language: str = "en") -> str:
    """`text` (on one line) up to the end of its first sentence; all of it if none ends.

    `language` is a language tag (BCP 47).
    """
    from sentencex import segment  # 1 ms, which a build with nothing to do does without

    within = text[:_SENTENCE_WITHIN]
    end = 0
    for part in segment(language.partition("-")[0].lower(), within):
        end += len(part)
        if not _goes_on(within[:end].rstrip(), within[end:].lstrip()):
            return within[:end].rstrip()
    return text.rstrip()


def _goes_on(sentence: str, after: str) -> bool:
    """Whether a sentence does not end where sentencex ends it."""
    if not after:
        return False
    bare = sentence.strip(" .")
    if after[0].islower() or not bare or bare.isdecimal():
        return True
    if sentence.endswith("."):
        found = _LAST_WORD.match(sentence[-41:-1])
        word = found[1] if found else ""
        if word.casefold() in _SHORT or (_INITIALS.fullmatch(word) and "." not in word and word.isupper()):
            return True
        if word.isdecimal() and _BEFORE_ORDINAL.search(sentence[:-1]):
            return True
    return bool(_OPENS.search(sentence)) and _is_open(sentence)


def _is_open(text: str) -> bool:
    """Whether a quotation or a bracket that begins in `text` does not end there."""
    opener, closers = ("„", "“”") if "„" in text else ("“", "”")
    first = next((character for character in text if character in "«»"), "«")
    last = "«" if first == "»" else "»"  # »so« in German
    return (
        text.count(opener) > sum(map(text.count, closers))
        or text.count(first) > text.count(last)
        or text.count('"') % 2 == 1
        or text.count("(") > text.count(")")
    )


def _drop_stop(sentence: str) -> str:
    if sentence.endswith(_COMMAS):  # a salutation
        return sentence[:-1].rstrip() or sentence
    if sentence.endswith((".", "。")) and not sentence.endswith(("..", ". .")):
        end = sentence[-41:-1]
        word = _LAST_WORD.match(end) if "." in end else None
        if not (word and "." in word[1] and _INITIALS.fullmatch(word[1])):
            return sentence[:-1].rstrip() or sentence
    return sentence


def shorten(text: str, length: int) -> str:
    """`text`, or its first whole words and `…` where it has more than `length` graphemes (UAX #29)."""
    if len(text) <= length:
        return text
    end = _end_of(text, length)
    if end == len(text):
        return text
    head = text[:end]
    if not (head[-1].isspace() or text[end].isspace()):
        whole_words = head.rsplit(None, 1)
        if len(whole_words) == 2 and len(whole_words[1]) <= _LONGEST_WORD:
            head = whole_words[0]
    return (head.rstrip(" \t\xa0\u202f,;:.…([{«“„‘–—-") or head) + "…"


def _end_of(text: str, length: int) -> int:
    """The index at which the first `length` graphemes of `text` end."""
    if _PLAIN.fullmatch(text, 0, min(len(text), length + 1)):
        return min(length, len(text))
    end = 0
    for count, end in enumerate(_graphemes(text), 1):  # noqa: B007
        if count == length:
            break
    return end


def _graphemes(text: str) -> Iterator[int]:
    """The index at which each grapheme of `text` ends."""
    import regex  # some 20 ms, which only text with combining characters needs

    return (found.end() for found in regex.finditer(r"\X", text))
