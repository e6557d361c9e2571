"""Plain text: parted into paragraphs, cut to a title or a summary.

The rules for the end of a sentence are our own and few: a library's next release would move the
titles of entries that are already published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedfeed.text.characters import is_blank, squeeze

TITLE_LENGTH = 100  #: graphemes, without the `…`
SUMMARY_LENGTH = 300

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_SENTENCE_END = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]++|[।؟۔])[ \xa0\u202f]?[\"'”“’»)\]]*"
    r"(?=\s+(?P<quote>[\"'“‘«„(\[¿¡]*)(?P<next>\w+|.))"
    r"|[。！？]+[”’」』）]*"  # no blank follows these
)
#: What each of these begins with.
_STOPS = re.compile("[.!?…।؟۔。！？]")
_SENTENCE_WITHIN = 10_000  # characters; longer than any title before it is cut
#: Its first group. To step back from the end is five times as fast as to try each beginning.
_LAST_WORD = re.compile(r"(?s:.*[\s(\[«“„\"'‘’/—–-])?([^\s(\[«“„\"'‘’/—–-]+)\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
#: Words that a full stop shortens, and that a sentence seldom ends with. English, French, German,
#: Ukrainian, Russian; single letters and `U.S.` need no list.
_SHORT = frozenset(
    "mr mrs ms dr prof gen col lt maj capt cpt sgt cpl adm brig cmdr rep sen gov pres sec st jr sr hon rev "
    "sens amb messrs ave tues wed thurs mt ft vs inc ltd co corp bros dept approx est "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "mme mlle mgr ste env med fa "
    "hr fr bzw ca bspw evtl ggf inkl nr str vgl tel usw mio mrd "
    "ст ім обл вул пл просп млн млрд тис грн руб см див напр акад ген полк проф ул".split()
)
#: Words that a full stop shortens before a number only.
_SHORT_BEFORE_NUMBER = frozenset("no nos art fig pp vol ch para sect".split())
#: Words of German beside which a number with a full stop is an ordinal.
_BEFORE_ORDINAL = re.compile(r"\b(?:der|die|das|den|dem|des|am|im|vom|zum|zur)\s+[0-9]{1,2}\Z", re.IGNORECASE)
_AFTER_ORDINAL = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember jahrhundert".split()
)

#: Text in which every character is a grapheme: no combining marks, no joiners, no flags.
_PLAIN = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)


def paragraphs(body: str) -> list[str]:
    """The paragraphs of `body`, which blank lines part; the lines of each are joined."""
    parts = _BLANK_LINES.split(body) if "\n" in body else [body]
    return [_join_lines(part.strip()) for part in parts if not is_blank(part)]


def _join_lines(text: str) -> str:
    return " ".join(line.strip(" \t") for line in text.split("\n")) if "\n" in text else text


def title_of(paragraph: str) -> str:
    """A title: the first sentence, without its full stop, cut at a word where it is long."""
    sentence = first_sentence(squeeze(paragraph[:_SENTENCE_WITHIN]))
    return shorten(_drop_full_stop(sentence), TITLE_LENGTH)


def first_sentence(text: str) -> str:
    """`text` up to the end of its first sentence; all of it where none ends."""
    place = 0
    while mark := _STOPS.search(text, place):  # five times as fast as to look for the whole pattern
        end = _SENTENCE_END.match(text, mark.start())
        place = end.end() if end else mark.end()
        if not end:
            continue
        following = end["next"]
        if following is None:
            return text[: end.end()]
        before = text[max(0, end.start() - 40) : end.start()]
        if following[0].islower() or (end["stop"] == "." and _is_short(before, following)):
            continue
        if end.start() < 9 and text[: end.start()].isdecimal():  # the number of a list, not a sentence
            continue
        if not _is_open(text[: end.end()]):
            return text[: end.end()].rstrip()
    return text


def _is_open(text: str) -> bool:
    """Whether a quotation that begins in `text` does not end there."""
    closers = "“”" if "„" in text else "”"
    openers = "„" if "„" in text else "“"
    return (
        sum(map(text.count, openers)) > sum(map(text.count, closers))
        or text.count("«") > text.count("»")
        or text.count('"') % 2 == 1
    )


def _is_short(before: str, following: str) -> bool:
    """Whether the full stop after `before` shortens its last word: `U.S.`, `Mr.`, `No. 5`, `22. Juli`."""
    found = _LAST_WORD.match(before)
    word = found[1] if found else ""
    folded = word.casefold()
    return (
        bool(_INITIALS.fullmatch(word))
        or folded in _SHORT
        or (folded in _SHORT_BEFORE_NUMBER and following[0].isdecimal())
        or (word.isdecimal() and (following.casefold() in _AFTER_ORDINAL or bool(_BEFORE_ORDINAL.search(before))))
    )


def _drop_full_stop(sentence: str) -> str:
    if sentence.endswith((".", "。")) and not sentence.endswith(".."):
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
        head = whole_words[0] if len(whole_words) == 2 else head
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
