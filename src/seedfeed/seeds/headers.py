"""The header of a seed, in one of three forms, and where the body begins. Touches no file.

1. inline: `date 2025-07-22 The first sentence …`
2. header lines: `Key: value` up to the first blank line, as in mail and Pelican
3. front matter: YAML between `---` and `---` or `...`, as in Jekyll; TOML between two `+++`, as in Hugo
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

from seedfeed.report import SeedError
from seedfeed.seeds.dates import ISO, DateError, is_range, parse_date
from seedfeed.seeds.keys import NAMES, Header, Value, read_keys
from seedfeed.text.yaml import Mapping as YAMLMapping
from seedfeed.text.yaml import Scalar, Sequence, YAMLReadError, is_null, line_of, read_yaml

_MAX_LENGTH = 1 << 16  # characters; a longer header is none

_INLINE = re.compile(
    r"(?:date(?P<colon>:)?(?(colon)[^\S\n]*|[^\S\n]+)(?=[0-9])|(?=[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T\s]|\Z)))",
    re.IGNORECASE,
)
#: With `dayfirst`, a date that can be read in one way.
_SLASHED = re.compile(
    r"(?P<date>[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4})(?:[^\S\n]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?(?=\s|\Z)"
)
_UPDATED = re.compile(
    r"[^\S\n]*+(?:\n[^\S\n]*+)?updated(?::[^\S\n]*|[^\S\n]+)"
    r"(?=[0-9]{4}-[0-9]|[0-9]{8}\b|[0-9]{1,2}[./][0-9]{1,2}[./][0-9])",
    re.IGNORECASE,
)
_A_TIME = re.compile(r"[^\S\n]+([0-9]{1,2}:[0-9]{2}\S*)")
#: What is alone after a date, above a blank line, belongs to it: a zone, `pm`, `8am`.
_LONE_WORD = re.compile(r"[^\S\n]+\S{1,20}[^\S\n]*\n[^\S\n]*\n")
_LONE_NUMBER = re.compile(r"[^\S\n]+[0-9]\S{0,20}[^\S\n]*\n[^\S\n]*\n")
#: After a time, these are not text.
_ZONE_OR_HALF = re.compile(
    r"[^\S\n]+(\(?(?:(?:UTC|GMT)(?:[+-][0-9:]+)?|CES?T|EES?T|WES?T|MSK|[ECMP][SD]T|BST|IST|JST|AES?T)"
    r"|[APap]\.?[Mm]\b|[+-][0-9]|[-–—][^\S\n]*[0-9]{1,2}:[0-9]{2})(?=[\s.0-9:,;)]|\Z)"
)
_KEY_LINE = re.compile(r"([^\W\d_][\w-]*)[^\S\n]*:(?!//)[^\S\n]*(.*)")
_DATE_LINE = re.compile(
    r"(?:date[^\S\n]+)?([0-9][0-9TtZz:+./ -]*?)(?:[^\S\n]+updated:?[^\S\n]+([0-9][0-9TtZz:+. -]*))?\Z",
    re.IGNORECASE,
)
#: Then the first line is neither of these two.
_TEXT_AFTER_DATE = re.compile(r"[0-9TtZz:+./ -]++[^\su]", re.IGNORECASE)
_FENCE = re.compile(r"(---|\+\+\+)[^\S\n]*(?:\n|\Z)")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[^\S\n]*(?:\n|\Z)", re.MULTILINE),
}
#: Headers of other tools, by what they begin with.
_OTHERS = {
    "Org": re.compile(r"#\+[A-Za-z_]+:"),
    "JSON": re.compile(r'\{\s*"[^"\n]+"\s*:'),
    "reStructuredText": re.compile(
        rf"(?:\S[^\n]*\n([=#*~^-])\1{{2,}}\n+)?:(?:{'|'.join(sorted(NAMES))}|slug):(?=[ \n])", re.IGNORECASE
    ),
    "Nikola’s notation": re.compile(r"(?:<!--\s*)?\.\. [a-z_]+:(?!:)"),
}
#: Lines that only mail has.
_MAIL = {"received", "return-path", "mime-version", "content-transfer-encoding", "message-id"}
_BARE_DATE = re.compile(r"[0-9TtZz:+. -]+\n")
_REST_OF_LINE = re.compile(r"[^\S\n]*\n")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n|\Z)")


def parse_header(text: str, start: int, dayfirst: bool | None = None) -> tuple[Header, int]:
    """The header that begins at `start`, and the index at which the body begins.

    An empty one and `start` where there is none. `dayfirst` settles dates such as 03/04/2025. Raises SeedError for
    a broken header, and for one that other tools read.
    """
    if opening := _FENCE.match(text, start):
        return _front_matter(text, opening, dayfirst)
    for notation, begin in _OTHERS.items():
        if begin.match(text, start):
            raise SeedError(
                f"a header in {notation} is not read here; write `date YYYY-MM-DD`, `Key: value` lines, YAML "
                "between two `---` or TOML between two `+++`",
                _line_at(text, start),
            )
    inline = _INLINE.match(text, start)
    if inline and not inline["colon"] and _TEXT_AFTER_DATE.match(text, inline.end()):  # as most begin
        return _inline(text, inline, dayfirst)
    pairs, end = _header_lines(text, start)
    keys = {key for key, _ in pairs}
    if keys & _MAIL:
        raise SeedError("a mail as its program keeps it, not a text; save its text", _line_at(text, start))
    if inline and not _opens_header_lines(text, inline, keys):
        return _inline(text, inline, dayfirst)
    return (read_keys(pairs, dayfirst), end) if keys & NAMES else (Header(), start)


def _opens_header_lines(text: str, inline: re.Match[str], keys: set[str]) -> bool:
    """Whether `date` opens form 2: other keys follow, or more than an ISO date comes after its colon."""
    if keys & (NAMES - {"date"}):
        return True
    date = ISO.match(text, inline.end())
    if keys - {"date"} and (not date or _REST_OF_LINE.match(text, date.end())):
        return True
    if not (keys and inline["colon"]):
        return False
    lone = date and (_LONE_WORD if date["time"] else _LONE_NUMBER).match(text, date.end())
    return not date or bool(lone)


def _inline(text: str, opening: re.Match[str], dayfirst: bool | None) -> tuple[Header, int]:
    """Form 1. The date is ISO 8601, or has three numbers: nothing else can be told from the text after it."""
    date = _date_at(text, opening.end(), dayfirst)
    header = {"date": Value(date[0], _line_at(text, date.start()))}
    end = date.end()
    if found := _UPDATED.match(text, date.end()):
        date = _date_at(text, found.end(), dayfirst)
        header["updated"] = Value(date[0], _line_at(text, date.start()))
        end = date.end()
    return Header(header), end


def _date_at(text: str, start: int, dayfirst: bool | None) -> re.Match[str]:
    date = ISO.match(text, start) or (None if dayfirst is None else _SLASHED.match(text, start))
    if not date:
        word = text[start : start + 40].split(None, 1)[0]
        raise SeedError(f"unclear or impossible date {word!r}; write it as {_iso(word)}", _line_at(text, start))
    if not date["time"] and (time := _A_TIME.match(text, date.end())):
        raise SeedError(
            f"unclear or impossible time {time[1]!r}; write it as HH:MM, with a zone as HH:MM+02:00",
            _line_at(text, start),
        )
    if is_range(date[0]):
        reason = f"a range of times in {date[0]!r}; write when it begins as HH:MM, and the end in the text"
        raise SeedError(reason, _line_at(text, start))
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
            others = keys - {"date", "updated"}
            named, inline = others & NAMES, _INLINE.match(text, start)
            bare = (
                inline and inline["colon"] and _BARE_DATE.match(text, inline.end())
            )  # `Date:`, and no text beside it
            if len(named) > 1 or ("date" in keys and (named or not inline or (bare and others))):
                raise SeedError("not `Key: value`: a blank line parts the header from the text", number)
            return [], start
    return pairs, end


def _front_matter(text: str, opening: re.Match[str], dayfirst: bool | None) -> tuple[Header, int]:
    """Form 3."""
    fence, above = opening[1], _line_at(text, opening.start())
    closing = _CLOSING[fence].search(text, opening.end())
    if not closing:
        raise SeedError(f"front matter without a closing `{fence}` line", above)
    if closing.start() - opening.end() > _MAX_LENGTH:
        raise SeedError(f"front matter longer than {_MAX_LENGTH >> 10} KiB", above)
    inside = text[opening.end() : closing.start()]
    pairs = _yaml_pairs(inside, above) if fence == "---" else _toml_pairs(inside, above)
    return read_keys(pairs, dayfirst), closing.end()


def _yaml_pairs(text: str, above: int) -> Iterator[tuple[str, Value]]:
    """The keys and values of YAML whose first line is that after the line `above`."""
    try:
        root = read_yaml(text)
    except YAMLReadError as fault:
        raise SeedError(f"front matter: {fault.reason}", above + fault.line) from fault
    if root is not None and not isinstance(root, YAMLMapping):
        hint = "; it holds no-break spaces (U+00A0): write plain blanks" if "\xa0" in text else ""
        raise SeedError(f"front matter is not a list of `key: value` lines{hint}", above + 1)
    for key_node, node in root.value if root else ():
        line = above + line_of(node)
        key = key_node.value.lower() if isinstance(key_node, Scalar) else "a key of several words"
        if isinstance(node, Scalar):
            yield key, Value("" if is_null(node) else node.value, line)
        elif isinstance(node, Sequence) and all(isinstance(each, Scalar) for each in node.value):
            yield key, Value("", line, tuple(each.value for each in node.value if not is_null(each)))
        else:
            yield key, Value("", line, wrong=True)


def _toml_pairs(text: str, above: int) -> Iterator[tuple[str, Value]]:
    """The keys and values of TOML whose first line is that after the line `above`."""
    import tomllib

    try:
        root = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line ([0-9]+)", str(error))
        line = above + (int(found[1]) if found else 1)
        raise SeedError(f"front matter: not TOML: {error}; put texts in quotes", line) from error
    for key, value in root.items():
        place = re.search(rf"^[ \t]*\[?[\"']?{re.escape(key)}\b", text, re.MULTILINE)
        line = above + (_line_at(text, place.start()) if place else 1)
        if isinstance(value, list) and not any(isinstance(each, (list, dict)) for each in value):
            yield key.lower(), Value("", line, tuple(map(_toml_text, value)))
        else:
            yield key.lower(), Value(_toml_text(value), line, wrong=isinstance(value, (list, dict)))


def _toml_text(value: object) -> str:
    """A value of TOML as one writes it in a header."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _line_at(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1
