"""The header of a seed, in one of three forms, and where the body begins. Touches no file.

1. inline: `date 2025-07-22 The first sentence …`
2. header lines: `Key: value` up to the first blank line, as in mail and Pelican
3. front matter: YAML between two `---` lines, as in Jekyll and Hugo
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from seedfeed.dates import ISO, DateError, parse_date
from seedfeed.problems import SeedError
from seedfeed.yamlnodes import Mapping as YAMLMapping
from seedfeed.yamlnodes import Scalar, Sequence, YAMLReadError, is_null, line_of, read_yaml

KEYS = frozenset({"date", "updated", "title", "author", "link", "id", "tags", "lang", "summary"})
_MAX_LENGTH = 1 << 16  # characters; a longer header is none

_INLINE = re.compile(r"date(?P<colon>:)?(?(colon)[^\S\n]*|[^\S\n]+)(?=[0-9])", re.IGNORECASE)
_UPDATED = re.compile(
    r"[^\S\n]*+(?:\n[^\S\n]*+)?updated(?::[^\S\n]*|[^\S\n]+)"
    r"(?=[0-9]{4}-[0-9]|[0-9]{8}\b|[0-9]{1,2}[./][0-9]{1,2}[./][0-9])",
    re.IGNORECASE,
)
_A_TIME = re.compile(r"[^\S\n]+([0-9]{1,2}:[0-9]{2}\S*)")
#: What stands alone behind a date, above a blank line, belongs to it: a zone, `pm`, `8am`.
_LONE_WORD = re.compile(r"[^\S\n]+\S{1,20}[^\S\n]*\n[^\S\n]*\n")
_LONE_NUMBER = re.compile(r"[^\S\n]+[0-9]\S{0,20}[^\S\n]*\n[^\S\n]*\n")
#: Behind a time, these are no text.
_ZONE_OR_HALF = re.compile(
    r"[^\S\n]+(\(?(?:(?:UTC|GMT)(?:[+-][0-9:]+)?|CES?T|EES?T|WES?T|MSK|[ECMP][SD]T|BST|IST|JST|AES?T)"
    r"|[ap]\.?m\b|[+-][0-9])(?=[\s.0-9:,;)]|\Z)"
)
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[^\S\n]*:(?!//)[^\S\n]*(.*)")
_DATE_LINE = re.compile(
    r"date[^\S\n]+([0-9][0-9TtZz:+. -]*?)(?:[^\S\n]+updated:?[^\S\n]+([0-9][0-9TtZz:+. -]*))?\Z",
    re.IGNORECASE,
)
#: Then the first line is neither of these two.
_TEXT_BEHIND_DATE = re.compile(r"[0-9TtZz:+. -]++[^\su]", re.IGNORECASE)
_FENCE = re.compile(r"---[^\S\n]*(?:\n|\Z)")
_FENCE_LINE = re.compile(r"^---[^\S\n]*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n|\Z)")


class Value(NamedTuple):
    """What stands behind a key."""

    text: str
    line: int  #: from 1
    items: tuple[str, ...] = ()  #: where YAML has a list


Header = Mapping[str, Value]


def parse_header(text: str, start: int) -> tuple[Header, int]:
    """The known keys of the header that begins at `start`, and the index at which the body begins.

    No key and `start` where there is no header. Raises SeedError for a broken one.
    """
    if opening := _FENCE.match(text, start):
        return _front_matter(text, opening)
    inline = _INLINE.match(text, start)
    if inline and not inline["colon"] and _TEXT_BEHIND_DATE.match(text, inline.end()):  # as most begin
        return _inline(text, inline)
    pairs, end = _header_lines(text, start)
    keys = {key for key, _ in pairs}
    if inline and not _opens_header_lines(text, inline, keys):
        return _inline(text, inline)
    return (_known(pairs), end) if keys & KEYS else ({}, start)


def _opens_header_lines(text: str, inline: re.Match[str], keys: set[str]) -> bool:
    """Whether `date` opens form 2: a known key follows, or more than an ISO date stands behind its colon."""
    if keys & (KEYS - {"date"}):
        return True
    if not (keys and inline["colon"]):
        return False
    date = ISO.match(text, inline.end())
    lone = date and (_LONE_WORD if date["time"] else _LONE_NUMBER).match(text, date.end())
    return not date or bool(lone)


def _inline(text: str, opening: re.Match[str]) -> tuple[Header, int]:
    """Form 1. The date is ISO 8601: nothing else can be told from the text behind it."""
    date = _iso_at(text, opening.end())
    header = {"date": Value(date[0], _line_at(text, date.start()))}
    if found := _UPDATED.match(text, date.end()):
        date = _iso_at(text, found.end())
        header["updated"] = Value(date[0], _line_at(text, date.start()))
    return header, date.end()


def _iso_at(text: str, start: int) -> re.Match[str]:
    date = ISO.match(text, start)
    if not date:
        word = text[start : start + 40].split(None, 1)[0]
        raise SeedError(f"unclear or impossible date {word!r}; write it as {_iso(word)}", _line_at(text, start))
    if not date["time"] and (time := _A_TIME.match(text, date.end())):
        raise SeedError(
            f"unclear or impossible time {time[1]!r}; write it as HH:MM, with a zone as HH:MM+02:00",
            _line_at(text, start),
        )
    if date["time"] and (zone := _ZONE_OR_HALF.match(text, date.end())):
        reason = f"unclear time {date['time']} {zone[1]}; write it as HH:MM+02:00, in 24 hours"
        raise SeedError(reason, _line_at(text, start))
    return date


def _iso(word: str) -> str:
    """A date as it should have been written, if it can be read in one way only."""
    try:
        return parse_date(word).isoformat()
    except DateError:
        return "YYYY-MM-DD or YYYY-MM-DDTHH:MM"


def _header_lines(text: str, start: int) -> tuple[list[tuple[str, Value]], int]:
    """Form 2: keys and values; none where the first lines are not all `Key: value`."""
    blank = _BLANK_LINE.search(text, start)
    stop, end = (blank.start(), blank.end()) if blank else (len(text), len(text))
    if stop - start > _MAX_LENGTH:
        return [], start
    pairs: list[tuple[str, Value]] = []
    for number, line in enumerate(text[start:stop].split("\n"), _line_at(text, start)):
        if found := _KEY_LINE.match(line):
            pairs.append((found[1].lower(), Value(found[2].strip(), number)))
        elif not pairs and (found := _DATE_LINE.match(line)):
            pairs.append(("date", Value(found[1].strip(), number)))
            if found[2]:
                pairs.append(("updated", Value(found[2].strip(), number)))
        elif pairs and line[:1].isspace():  # a folded line, as in mail
            key, value = pairs[-1]
            pairs[-1] = key, Value(f"{value.text} {line.strip()}", value.line)
        else:
            keys = {key for key, _ in pairs}
            named = keys & (KEYS - {"date", "updated"})
            if len(named) > 1 or ("date" in keys and (named or not _INLINE.match(text, start))):
                raise SeedError("no `Key: value`: a blank line parts the header from the text", number)
            return [], start
    return pairs, end


def _front_matter(text: str, opening: re.Match[str]) -> tuple[Header, int]:
    """Form 3."""
    above = _line_at(text, opening.start())
    closing = _FENCE_LINE.search(text, opening.end())
    if not closing:
        raise SeedError("front matter without a closing `---` line", above)
    if closing.start() - opening.end() > _MAX_LENGTH:
        raise SeedError(f"front matter longer than {_MAX_LENGTH >> 10} KiB", above)
    try:
        root = read_yaml(text[opening.end() : closing.start()])
    except YAMLReadError as fault:
        raise SeedError(f"front matter: {fault.reason}", above + fault.line) from fault
    if root is not None and not isinstance(root, YAMLMapping):
        raise SeedError("front matter is no list of `key: value` lines", above + 1)
    pairs = []
    for key_node, node in root.value if root else ():
        line = above + line_of(node)
        key = key_node.value.lower() if isinstance(key_node, Scalar) else ""
        if isinstance(node, Scalar):
            pairs.append((key, Value("" if is_null(node) else node.value, line)))
        elif key == "tags" and isinstance(node, Sequence) and all(isinstance(n, Scalar) for n in node.value):
            pairs.append((key, Value("", line, tuple(n.value for n in node.value))))
        elif key in KEYS:
            wanted = "a list of names" if key == "tags" else "one line of text"
            raise SeedError(f"{key}: expected {wanted}", line)
    return _known(pairs), closing.end()


def _known(pairs: Iterable[tuple[str, Value]]) -> Header:
    """The known keys. One that says nothing counts as left out, one said twice is an error."""
    header: dict[str, Value] = {}
    for key, value in pairs:
        if key in header:
            raise SeedError(f"{key}: said twice; drop one", value.line)
        if key in KEYS and (value.text or value.items):
            header[key] = value
    return header


def _line_at(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1
