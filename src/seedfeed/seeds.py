"""Bytes of one file → Seed. Three headers are understood (DESIGN, A seed); touches no file.

1. inline: `date 2025-07-22 The first sentence …`
2. header lines: `Key: value` up to the first blank line
3. front matter: YAML between two `---` lines
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from seedfeed.dates import ISO, DateError, parse_date
from seedfeed.model import Seed, SeedError, When
from seedfeed.names import absolute_uri, language_tag, web_address
from seedfeed.prose import clean, is_blank, squeeze
from seedfeed.yamlnodes import Mapping as YAMLMapping
from seedfeed.yamlnodes import Scalar, Sequence, YAMLReadError, line_of, read_yaml

#: In bytes. A whole feed above 1 MB is refused by many readers.
MAX_SIZE = 1 << 20
_MAX_FRONT_MATTER = 1 << 16

KEYS = frozenset({"date", "updated", "title", "author", "link", "id", "tags", "lang", "summary"})

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_INLINE = re.compile(r"date(?::[^\S\n]*|[^\S\n]+)(?=[0-9])", re.IGNORECASE)
_UPDATED = re.compile(
    r"[^\S\n]*\n?[^\S\n]*updated(?::[^\S\n]*|[^\S\n]+)(?=[0-9]{4}-[0-9]|[0-9]{8}\b)", re.IGNORECASE
)
_A_TIME = re.compile(r"[^\S\n]+([0-9]{1,2}:[0-9]{2}\S*)")
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[^\S\n]*:(?!//)[^\S\n]*(.*)")
_ZONE_LIKE = re.compile(r"[^\S\n]*[A-Z]{2,5}[^\S\n]*(?=\n|\Z)")
_FENCE = re.compile(r"---[^\S\n]*(?:\n|\Z)")
_FENCE_LINE = re.compile(r"^---[^\S\n]*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n|\Z)")
_NAME_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands behind a key."""

    text: str
    line: int
    items: tuple[str, ...] = ()  #: where YAML has a list


_Header = Mapping[str, _Value]
_Notices = tuple[tuple[int, str], ...]


def parse_seed(path: str, data: bytes, dayfirst: bool | None = None) -> Seed:
    """The seed in `data`, the bytes of the file at `path` (below the seeds folder).

    `dayfirst` settles dates such as 03/04/2025. Raises SeedError with the line at fault.
    """
    if len(data) > MAX_SIZE:
        raise SeedError(f"larger than {MAX_SIZE >> 20} MiB: no text for a feed; split it")
    text, notices = clean(_decode(data))
    if is_blank(text):
        raise SeedError("empty file: write `date 2025-07-22` and the text")
    start = len(text) - len(text.lstrip())
    header, body_at = _parse_header(text, start)
    body = text[body_at:]
    line = 1 + text.count("\n", 0, body_at + len(body) - len(body.lstrip()))
    if is_blank(body):
        raise SeedError("no text below the header", line=max(1, 1 + text.rstrip().count("\n")))
    date = _date_of(path, header, dayfirst)
    updated, about_updated = _updated_of(header, date, dayfirst)
    lang, about_lang = _checked(header, "lang", language_tag, "no language tag such as fr or pt-BR; left out")
    uri, about_id = _checked(header, "id", absolute_uri, "no absolute URI; the path gives the id")
    return Seed(
        path=path,
        date=date,
        updated=updated,
        title=_text(header, "title"),
        author=_text(header, "author"),
        link=_link(header),
        id=uri,
        tags=_tags(header),
        lang=lang,
        summary=_text(header, "summary"),
        body=body.strip(),
        line=line,
        notices=notices + about_updated + about_lang + about_id,
    )


def _decode(data: bytes) -> str:
    """The text, line ends as LF. UTF-8, or what a byte order mark says."""
    bom, encoding = next((each for each in _BOMS if data.startswith(each[0])), (b"", "utf-8"))
    try:
        text = data[len(bom) :].decode() if encoding == "utf-8" else data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + (len(bom) if encoding == "utf-8" else 0)
        line = 1 + data.count(b"\n", 0, at)
        raise SeedError(
            f"not {encoding.upper()} at byte {at} (0x{data[at : at + 1].hex()}); save the file as UTF-8", line
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse_header(text: str, start: int) -> tuple[_Header, int]:
    """The keys of the header and the index at which the body begins."""
    if opening := _FENCE.match(text, start):
        return _front_matter(text, opening)
    pairs, end = _header_lines(text, start)
    keys = {key for key, _ in pairs}
    inline = _INLINE.match(text, start)
    if inline and not _is_form_2(text, inline, keys):
        return _inline(text, inline)
    return (_header(pairs), end) if keys & KEYS else ({}, start)


def _is_form_2(text: str, inline: re.Match[str], keys: set[str]) -> bool:
    """Whether `Date: …` opens header lines: a known key follows, or there is more to it than an ISO date."""
    date = ISO.match(text, inline.end())
    zone = date and date["time"] and _ZONE_LIKE.match(text, date.end())
    return bool(keys and (keys & (KEYS - {"date"}) or not date or zone))


def _inline(text: str, opening: re.Match[str]) -> tuple[_Header, int]:
    """Form 1. The date is ISO 8601: nothing else can be told from the text behind it."""
    line = 1 + text.count("\n", 0, opening.start())
    date = _iso_at(text, opening.end(), line)
    header = {"date": _Value(date[0], line)}
    end = date.end()
    if found := _UPDATED.match(text, end):
        line = 1 + text.count("\n", 0, found.end())
        date = _iso_at(text, found.end(), line)
        header["updated"] = _Value(date[0], line)
        end = date.end()
    return header, end


def _iso_at(text: str, start: int, line: int) -> re.Match[str]:
    date = ISO.match(text, start)
    if not date:
        word = text[start : start + 40].split(None, 1)[0]
        raise SeedError(
            f"unclear or impossible date {word!r}; write it as 2025-07-22 or 2025-07-22T09:30", line
        )
    if not date["time"] and (time := _A_TIME.match(text, date.end())):
        raise SeedError(
            f"unclear or impossible time {time[1]!r}; write it as 09:30, with a zone as 09:30+02:00", line
        )
    return date


def _header_lines(text: str, start: int) -> tuple[list[tuple[str, _Value]], int]:
    """Form 2: keys and values, none where the first lines are not all `Key: value`."""
    blank = _BLANK_LINE.search(text, start)
    end = blank.end() if blank else len(text)
    first = 1 + text.count("\n", 0, start)
    pairs: list[tuple[str, _Value]] = []
    for number, line in enumerate(text[start : blank.start() if blank else end].split("\n"), first):
        if found := _KEY_LINE.match(line):
            pairs.append((found[1].lower(), _Value(found[2].strip(), number)))
        elif pairs and line[:1].isspace():  # a folded line, as in mail
            key, value = pairs[-1]
            pairs[-1] = key, _Value(f"{value.text} {line.strip()}", value.line)
        elif any(key == "date" for key, _ in pairs) and not _INLINE.match(text, start):
            raise SeedError("no `Key: value`: a blank line parts the header from the text", number)
        else:
            return [], start
    return pairs, end


def _front_matter(text: str, opening: re.Match[str]) -> tuple[_Header, int]:
    """Form 3."""
    first = 1 + text.count("\n", 0, opening.end())
    closing = _FENCE_LINE.search(text, opening.end())
    if not closing:
        raise SeedError("front matter without a closing `---` line", first - 1)
    if closing.start() - opening.end() > _MAX_FRONT_MATTER:
        raise SeedError(f"front matter longer than {_MAX_FRONT_MATTER >> 10} KiB", first)
    try:
        root = read_yaml(text[opening.end() : closing.start()])
    except YAMLReadError as fault:
        raise SeedError(f"front matter: {fault.reason}", first - 1 + fault.line) from fault
    if root is not None and not isinstance(root, YAMLMapping):
        raise SeedError("front matter is no list of `key: value` lines", first)
    pairs = []
    for key_node, node in root.value if root else ():
        line = first - 1 + line_of(node)
        key = key_node.value.lower() if isinstance(key_node, Scalar) else ""
        if isinstance(node, Scalar):
            pairs.append((key, _Value(node.value, line)))
        elif key == "tags" and isinstance(node, Sequence) and all(isinstance(n, Scalar) for n in node.value):
            pairs.append((key, _Value("", line, tuple(n.value for n in node.value))))
        elif key in KEYS:
            wanted = "a list of names" if key == "tags" else "one line of text"
            raise SeedError(f"{key}: expected {wanted}", line)
    return _header(pairs), closing.end()


def _header(pairs: Iterable[tuple[str, _Value]]) -> _Header:
    """The known keys. One that says nothing counts as left out, one said twice is an error."""
    header: dict[str, _Value] = {}
    for key, value in pairs:
        if key in header:
            raise SeedError(f"{key}: said twice; drop one", value.line)
        if key in KEYS and (value.text or value.items):
            header[key] = value
    return header


def _date_of(path: str, header: _Header, dayfirst: bool | None) -> When:
    if "date" in header:
        return _date(header["date"], dayfirst)
    in_name = _NAME_DATE.match(path.rpartition("/")[2])
    if in_name:
        return _date(_Value(in_name[1], 1), dayfirst)
    raise SeedError("no date: begin the text with `date 2025-07-22`, or the file name with 2025-07-22")


def _updated_of(header: _Header, date: When, dayfirst: bool | None) -> tuple[When | None, _Notices]:
    """What `updated` says; nothing is updated on a day before it was published."""
    if "updated" not in header:
        return None, ()
    value = header["updated"]
    updated = _date(value, dayfirst)
    if str(updated)[:10] < str(date)[:10]:
        return None, ((value.line, f"updated: {value.text} lies before the date; left out"),)
    return updated, ()


def _date(value: _Value, dayfirst: bool | None) -> When:
    try:
        return parse_date(value.text, dayfirst)
    except DateError as error:
        raise SeedError(str(error), value.line) from error


def _text(header: _Header, key: str) -> str | None:
    """The value of a key, on one line. YAML escapes can bring back what the file was cleaned of."""
    text = squeeze(clean(header[key].text)[0]) if key in header else ""
    return None if is_blank(text) else text


def _link(header: _Header) -> str | None:
    text = _text(header, "link")
    if text is None:
        return None
    uri = web_address(text)
    if uri is None:
        raise SeedError(f"link: {text!r} is no http or https address", header["link"].line)
    return uri


def _tags(header: _Header) -> tuple[str, ...]:
    value = header.get("tags", _Value("", 1))
    tidy = (squeeze(clean(name)[0]) for name in value.items or value.text.split(","))
    return tuple(dict.fromkeys(name for name in tidy if not is_blank(name)))


def _checked(
    header: _Header, key: str, check: Callable[[str], str | None], fault: str
) -> tuple[str | None, _Notices]:
    """A value that `check` accepts; else None and a notice, for the seed can do without it."""
    text = _text(header, key)
    value = check(text) if text else None
    if text and value is None:
        return None, ((header[key].line, f"{key}: {text!r} is {fault}"),)
    return value, ()
