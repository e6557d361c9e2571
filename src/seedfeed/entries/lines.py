"""What lines of plain text show: marks of lists, labels, columns, and who ended them, an author or an editor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from seedfeed.seeds.dates import MONTHS

#: A character of a script that has no blanks between words, full-width punctuation included.
DENSE = re.compile(
    "[\u0e00-\u0e7f\u2e80-\u2fdf\u3001-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff65\U00020000-\U0003ffff]"
)
MARK = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*•·▪◦‣–]|(?P<number>\d{1,3})[.)])[ \t\xa0]+(?=\S)")
_MOST_MARKS = 20  # that are looked at
_MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_COLUMNS = re.compile(r"[^\s.!?…:] {2,}\S|\S {3,}\S|[^\s]\t+\S|\.{4,}|^\d{1,2}[:.]\d{2} {2,}\S")
_RULE = re.compile(r"[\W_]+")
ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]」』）]*\Z")
ENDS_WORD = re.compile(r"[^\W_][-\u00ad]?\Z")

#: What a hyphen before it does not join: `Vor- und Nachmittag`.
_AND = re.compile(r"(?:und|oder|bzw|and|or|to|et|ou|y|e|o|i|lub|і|й|та|або|и|или)\b")
#: A count in running text, and no date or number of a line.
_COUNT = re.compile(r"\d[\d.,]*\s+[^\W\d_]")
#: What a line of its own begins with: `07:30`, `— Yes`, `[1]`, `1.1.`, `Where: `, `一、`
LABEL = re.compile(
    r"\d{1,2}[:.h]\d{2}\b(?! *[-–])|[—―]\s?\S|–\s|\[[\w ]{1,3}\]\s|\d{1,2}(?:\.\d{1,2})+\.?\s"
    r"|[一二三四五六七八九十]+、"
    r"|[^\W\d_a-z][\w’'-]*(?: [\w’'-]+)?\s?[:：](?!//)\s?\S"
)


def join(text: str, line: str, *, drops: bool = False) -> str:
    """What was one line before it was wrapped. With `drops`, a hyphen at the end parts a word."""
    if text.endswith("\u00ad"):
        return text[:-1] + line
    if len(text) > 1 and text[-1] == "-" and text[-2].isalpha() and line[:1].isalpha() and not _AND.match(line):
        return (text[:-1] if drops and line[0].islower() else text) + line
    return text + line if is_dense(text[-1:], line[:1]) else f"{text} {line}"


def is_dense(before: str, after: str) -> bool:
    """Whether both characters are of scripts without blanks between words."""
    return bool(DENSE.match(before) and DENSE.match(after))


def kind_of(mark: re.Match[str]) -> str:
    """What the marks of one list have in common."""
    return mark["mark"][-1]


def list_at(lines: Sequence[str]) -> int | None:
    """The line with which a list begins, if there is one."""
    marks = [MARK.match(line) for line in lines]
    for place, mark in islice(((place, mark) for place, mark in enumerate(marks) if mark), _MOST_MARKS):
        if _RULE.fullmatch(lines[place]) or lines[place].rstrip().endswith(f" {mark['mark']}"):
            continue
        if mark["number"] and _MONTH.match(lines[place], mark.end()):  # 8. November
            continue
        same = [each for each in marks[place:] if each and kind_of(each) == kind_of(mark)]
        if mark["number"]:
            numbers = [int(each["number"]) for each in same if each["indent"] == mark["indent"]]
            counts = numbers == [*range(numbers[0], numbers[0] + len(numbers))]
            if not counts or (len(numbers) < 2 and (place or len(mark["number"]) > 2)):
                continue
        elif mark["mark"] == "–":  # speech, or a list
            said = sum(bool(ENDS_SENTENCE.search(line)) for line, each in zip(lines, marks, strict=True) if each)
            if 2 * said >= len(same):
                continue
        above = lines[place - 1].rstrip() if place else ""
        lone = mark["mark"] in "-*" and len(same) < 2
        if not (place and lone) or above.endswith((":", "：")):
            return place
    return None


def keeps_columns(lines: Sequence[str], indents: Sequence[int]) -> bool:
    """Whether blanks within lines, or before all of them, mean something."""
    if len(lines) == 1:
        deep = indents[0] > 3 or lines[0].startswith("\t")
        return ("\t" in lines[0].strip() or deep) and not ENDS_SENTENCE.search(lines[0])
    return min(indents) > 1 or all(line.startswith("\t") for line in lines) or has_columns(lines)


def has_columns(lines: Sequence[str]) -> bool:
    """Whether most lines have a gap within, as those of a table have."""
    columned = sum(bool(_COLUMNS.search(line.strip())) for line in lines)
    return columned > 1 and 2 * columned >= len(lines)


def width_of(line: str) -> int:
    """Columns that a line takes up."""
    line = line.strip()
    return len(line) if line.isascii() else sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


def fits(lines: Sequence[str], widths: Sequence[int], place: int, width: float) -> bool:
    """Whether the first word of the next line would have fit on a line, in so many columns."""
    after = lines[place + 1].split(None, 1)[0]
    if DENSE.match(after):
        return widths[place] + 6 <= width  # some marks begin no line
    return widths[place] + 1 + width_of(after) <= width


def runs_on(line: str, after: str) -> bool:
    """Whether a sentence goes on where a line ends."""
    counts = _COUNT.match(after) and not line[0].isdigit()
    if line[-1] in "、，" and DENSE.match(after):
        return True
    return bool(ENDS_WORD.search(line)) and (after[0].islower() or bool(counts or DENSE.match(after)))
