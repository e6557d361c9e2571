"""Bytes of one file → Seed: decoded, cleaned, its header read and its values checked. Touches no file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping

from seedfeed.model import Seed, When
from seedfeed.report import SeedError
from seedfeed.seeds.dates import DateError, parse_date
from seedfeed.seeds.headers import parse_header
from seedfeed.seeds.keys import Value
from seedfeed.text.addresses import absolute_uri, language_tag, web_address
from seedfeed.text.characters import clean, is_blank, squeeze, surely_fit

#: In bytes. A whole feed above 1 MB is refused by many readers.
MAX_SIZE = 1 << 20

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What is not a text, by how it begins.
_NO_TEXT = {
    b"{\\rtf": "RTF",
    b"%PDF-": "PDF",
    b"PK\x03\x04": "a document of an office suite",
    b"\xd0\xcf\x11\xe0": "a document of an office suite",
}
_MARKS = tuple(bom for bom, _ in _BOMS)
#: White space and what nobody sees: either may precede a header.
_UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*")
_NAME_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
#: A text that begins so means to say its date, in a form that we do not read there.
_CLAIMS_DATE = re.compile(
    r"date:?\s+(?:[a-z]{3,9}\.?,?\s+)?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+[0-9]"
    r"|-?[0-9]{4}-[0-9]).{0,20}",
    re.IGNORECASE,
)

#: Two lines that are indented.
_BLOCK = re.compile(r"[ \t]+\S.*\n[ \t]+\S")
_Notices = tuple[tuple[int, str], ...]
_Values = Mapping[str, Value]


def parse_seed(path: str, data: bytes, dayfirst: bool | None = None) -> Seed:
    """The seed in `data`, the bytes of the file at `path` (below the seeds folder).

    `dayfirst` settles dates such as 03/04/2025. Raises SeedError with the line at fault.
    """
    if len(data) > MAX_SIZE:
        raise SeedError(f"larger than {MAX_SIZE >> 20} MiB: too long for a feed; split it")
    text = _decode(data)
    text, notices = (text, ()) if surely_fit(data) else clean(text)
    if is_blank(text):
        raise SeedError("empty file: write `date YYYY-MM-DD` and the text")
    opening = _UNSEEN.match(text)
    start = opening.end() if opening else 0
    found, body_at = parse_header(text, start, dayfirst)
    header = found.values
    begin = _begin(text, body_at)
    line, column = 1 + text.count("\n", 0, begin), begin - text.rfind("\n", 0, begin)
    body = text[begin:].rstrip()
    if is_blank(body):
        raise SeedError("no text below the header", line=1 + text.rstrip().count("\n"))
    date = _date_of(path, text[start:], header, dayfirst)
    updated = _date(header["updated"], dayfirst) if "updated" in header else None
    notices += found.notices
    if header.keys() <= {"date", "updated"} and not (found.draft or found.expires):  # as most are
        return Seed(path, date, body, line, column, updated, notices=notices)
    lang, about_lang = _checked(header, "lang", language_tag, "not a language tag such as fr or pt-BR; left out")
    uri, about_id = _checked(header, "id", absolute_uri, "not an absolute URI; the path gives the id")
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
        draft=found.draft,
        expires=_date(found.expires, dayfirst) if found.expires else None,
        body=body,
        line=line,
        column=column,
        notices=notices + about_lang + about_id,
    )


def _begin(text: str, body_at: int) -> int:
    """Where the body begins: with the blanks before its first line, if the next one is indented, too."""
    begin = len(text) - len(text[body_at:].lstrip())
    start = text.rfind("\n", 0, begin) + 1
    return start if start >= body_at and _BLOCK.match(text, start) else begin


def _decode(data: bytes) -> str:
    """The text, line ends as LF. UTF-8, or what a byte order mark says."""
    for begin, kind in _NO_TEXT.items():
        if data.startswith(begin):
            raise SeedError(f"{kind}, not a text; save it as plain text in UTF-8")
    bom, encoding = b"", "utf-8"
    if data.startswith(_MARKS):
        bom, encoding = next(each for each in _BOMS if data.startswith(each[0]))
    try:
        text = data[len(bom) :].decode() if encoding == "utf-8" else data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + (len(bom) if encoding == "utf-8" else 0)
        line = 1 + data.count(b"\n", 0, at)
        likely = _likely_encoding(data) if encoding == "utf-8" else None
        reason = f"not {encoding.upper()} at byte {at} (0x{data[at : at + 1].hex()})"
        reason += f", probably {likely}" if likely else ""
        raise SeedError(f"{reason}; save the file as UTF-8", line) from error
    if "\0" in text:
        line = 1 + text.count("\n", 0, text.index("\0"))
        halves = data.count(0) * 10 > len(data) and (0 not in data[::2] or 0 not in data[1::2])
        kind = "UTF-16 without a byte order mark" if halves else "a NUL, which no text has"
        raise SeedError(f"{kind}; save the file as UTF-8", line)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _likely_encoding(data: bytes) -> str | None:
    """The encoding of one byte a character in which most letters above ASCII are those of a language."""
    high = [byte for byte in data if byte >= 0x80]
    cyrillic = sum(byte >= 0xC0 or byte in b"\xa8\xb8\xaa\xba\xaf\xbf\xb2\xb3\xa5\xb4" for byte in high)
    if 4 * cyrillic > 3 * len(high) and 4 * len(high) > sum(bytes([byte]).isalpha() for byte in data):
        return "Windows-1251"  # most letters are above ASCII
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return "Windows-1252"


def _date_of(path: str, text: str, header: _Values, dayfirst: bool | None) -> When:
    if "date" in header:
        return _date(header["date"], dayfirst)
    if claim := _CLAIMS_DATE.match(text):
        raise SeedError(f"cannot read a date in {claim[0]!r}; write `date YYYY-MM-DD`, then the text")
    if in_name := _NAME_DATE.match(path.rpartition("/")[2]):
        return _date(Value(in_name[1], 1), dayfirst)
    raise SeedError("no date: begin the text with `date YYYY-MM-DD`, or the file name with YYYY-MM-DD")


def _date(value: Value, dayfirst: bool | None) -> When:
    try:
        return parse_date(value.text, dayfirst)
    except DateError as error:
        raise SeedError(str(error), value.line) from error


def _text(header: _Values, key: str) -> str | None:
    """The value of a key, on one line. YAML escapes can bring back what the file was cleaned of."""
    text = squeeze(clean(header[key].text)[0]) if key in header else ""
    return None if is_blank(text) else text


def _link(header: _Values) -> str | None:
    text = _text(header, "link")
    if text is None:
        return None
    uri = web_address(text)
    if uri is None:
        raise SeedError(f"link: {text!r} is not an http or https address", header["link"].line)
    return uri


def _tags(header: _Values) -> tuple[str, ...] | None:
    if "tags" not in header:
        return None
    names = header["tags"].items
    tidy = (squeeze(clean(name)[0]) for name in names)
    return tuple(dict.fromkeys(name for name in tidy if not is_blank(name)))


def _checked(
    header: _Values, key: str, check: Callable[[str], str | None], fault: str
) -> tuple[str | None, _Notices]:
    """A value that `check` accepts; else None and a notice, for the seed can do without it."""
    text = _text(header, key)
    value = check(text) if text else None
    if text and value is None:
        return None, ((header[key].line, f"{key}: {text!r} is {fault}"),)
    return value, ()
