"""Answers of a server → what is wrong with them, and what to do. Touches no network and no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from seedfeed.documents.formats import FORMATS
from seedfeed.documents.media_types import media_type_of
from seedfeed.model import ARCHIVE, ENTRIES
from seedfeed.report import Problem
from seedfeed.text.addresses import quote_path

#: How readers name themselves.
READERS = {
    "Feedly": "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)",
    "Miniflux": "Mozilla/5.0 (compatible; Miniflux/2.2.5; +https://miniflux.app)",
    "NetNewsWire": "NetNewsWire (RSS Reader; https://netnewswire.com/)",
    "Newsboat": "newsboat/2.37 (Linux x86_64)",
}
#: What gives XML to readers that take it for a feed all the same; and JSON.
_XML = {"application/xml", "text/xml"}
_ALSO = {"atom": _XML, "rss": _XML, "json": {"application/json"}, "opml": {"text/x-opml+xml", *_XML}}
_CHALLENGE = re.compile(
    rb"<title>\s*(?:Just a moment|Attention Required|Access denied|DDoS-Guard|Making sure you.re not a bot)"
    rb"|/cdn-cgi/challenge-platform|_Incapsula_Resource|captcha-delivery",
    re.IGNORECASE,
)
#: As HTTP writes it (RFC 9110, 5.6.7).
_DATE = re.compile(r"\b\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT")
_LONG = 3600  # seconds that a copy of a feed may be kept without anybody minding
_LARGE = 20_000  # bytes, from which on compression counts
_TYPES = (
    "nginx: types {{ {type} {suffix}; }}; Caddy: header *.{suffix} Content-Type {type}; "
    "Apache: AddType {type} .{suffix}"
)
_VALIDATORS = "nginx: etag on; Caddy does it by itself; Apache: FileETag MTime Size"
_MAX_AGE = (
    "nginx: expires 10m; Caddy: header Cache-Control max-age=600; Apache: Header set Cache-Control max-age=600"
)
_GZIP = (
    "nginx: gzip_types {type}; Caddy: encode gzip {{ match {{ header Content-Type {type} }} }}; "
    "Apache: AddOutputFilterByType DEFLATE {type}"
)


class Answer(NamedTuple):
    """What a server gave."""

    status: int  #: 0 where there was none
    headers: Mapping[str, str] = {}  #: names in lower case
    body: bytes = b""  #: without its Content-Encoding
    fault: str | None = None  #: why there was no answer, or none that can be read


class Seen(NamedTuple):
    """What a server gave for one document."""

    path: str  #: below the output folder
    meant: bytes  #: what is in feeds/
    plain: Answer  #: to a GET
    url: str = ""  #: where it is published
    brotli: Answer | None = None
    head: Answer | None = None
    by_tag: Answer | None = None  #: with If-None-Match
    by_date: Answer | None = None  #: with If-Modified-Since
    readers: Mapping[str, Answer] = {}  #: as readers name themselves


def reasons(seen: Seen) -> Iterator[str]:
    """What is wrong, and what to do, a line each. What keeps the document from subscribers is said alone."""
    answer, suffix = seen.plain, seen.path.rpartition(".")[2]
    if stopped := _unusable(answer, seen.path, seen.meant):
        yield stopped
        return
    yield from _about_type(answer, seen.path, suffix)
    if answer.body != seen.meant:
        yield _about_copy(answer)
    if seen.brotli and seen.brotli.fault:
        yield f"asked for br, {seen.brotli.fault}; switch that compression off, or mend it"
    elif seen.brotli and seen.brotli.status == 200 and seen.brotli.body not in (answer.body, seen.meant):
        yield "asked for br, it gives other bytes than without; purge the cache, or switch br off"
    if seen.head and seen.head.status != answer.status:
        yield f"HEAD gives {seen.head.status} where GET gives {answer.status}; allow HEAD"
    if suffix in FORMATS:
        written = (seen.url, escape(seen.url), escape(seen.url, quote=False))
        if not any(each.encode() in seen.meant for each in written):
            yield "names another address as its own (self): `seedfeed build` gives it the one of now"
        yield from _about_polling(seen)
    if len(seen.meant) > _LARGE and "content-encoding" not in answer.headers and suffix not in ("png", "jpg"):
        yield f"is sent without compression; {_GZIP.format(type=media_type_of(seen.path))}"
    for name, other in seen.readers.items():
        if stopped := _unusable(other, seen.path, seen.meant):
            yield f"{name} is turned away ({_short(other)}); let feeds pass in the rules against bots"


def _unusable(answer: Answer, path: str, meant: bytes) -> str | None:
    """Why nobody can use an answer."""
    where = answer.headers.get("location", "").removesuffix(quote_path(path))
    if answer.fault and not answer.status:
        return f"{answer.fault}; mend that first"
    if _is_challenge(answer, meant):
        return "gives a page for people to prove themselves instead; let feeds pass in the rules against bots"
    if answer.fault:
        return f"{answer.fault}; switch that compression off, or mend it"
    if answer.status in (301, 302, 303, 307, 308):
        return f"redirects to {where or 'nowhere'}; serve it here, or set `url` in the config to where it is"
    if answer.status == 401:
        return "asks who we are (401): no reader logs in; allow everybody to read it"
    if answer.status == 403:
        return "is forbidden (403); let the server read feeds/ (`chmod o+rX`), and let in what is no browser"
    if answer.status == 429:
        return "wants fewer requests (429); try `--sample 20`, and allow readers more"
    if answer.status in (404, 410):
        return f"is not there ({answer.status}); upload feeds/, or correct `url` in the config"
    if answer.status != 200:
        return f"gives {answer.status} instead of 200; see the server's log"
    return None


def _is_challenge(answer: Answer, meant: bytes = b"") -> bool:
    if answer.headers.get("cf-mitigated") == "challenge":
        return True
    return answer.body != meant and bool(_CHALLENGE.search(answer.body[:20_000]))  # a headline may say so, too


def _short(answer: Answer) -> str:
    return "a page for people" if _is_challenge(answer) else str(answer.status or answer.fault)


def _about_type(answer: Answer, path: str, suffix: str) -> Iterator[str]:
    said = answer.headers.get("content-type", "")
    media_type, _, parameters = (part.strip().lower() for part in said.partition(";"))
    meant = media_type_of(path)
    remedy = _TYPES.format(type=meant, suffix=suffix)
    if not said:
        yield f"has no Content-Type; {remedy}"
    elif media_type != meant and media_type not in _ALSO.get(suffix, ()):
        yield f"is sent as {media_type}, and readers may take it for no {_name(suffix)}; {remedy}"
    elif media_type == "text/xml" and "charset" not in parameters:
        yield f"is sent as text/xml without a charset, which some readers take for ASCII; {remedy}"
    charset = re.search(r"charset=\"?([^\";]+)", parameters)
    if charset and charset[1].strip() not in ("utf-8", "utf8"):
        yield f"is sent as {charset[1]}, and is UTF-8; nginx: charset utf-8; Apache: AddDefaultCharset utf-8"


def _name(suffix: str) -> str:
    return FORMATS[suffix].name if suffix in FORMATS else suffix


def _about_copy(answer: Answer) -> str:
    if age := _seconds(answer.headers.get("age", "")):
        return f"is an old copy, kept for {_duration(age)}; purge the cache, and shorten its time: {_MAX_AGE}"
    changed = answer.headers.get("last-modified")
    since = f", but of {changed}" if changed else ""
    return f"is not what is in feeds/{since}; upload feeds/ as it is, and let nothing rewrite it"


def _about_polling(seen: Seen) -> Iterator[str]:
    headers = seen.plain.headers
    if "etag" not in headers and "last-modified" not in headers:
        yield f"has neither ETag nor Last-Modified: readers load all of it at each poll; {_VALIDATORS}"
    for name, answer in (("If-None-Match", seen.by_tag), ("If-Modified-Since", seen.by_date)):
        if answer and answer.status == 200:
            yield f"gives all of it again (200) to {name}, where 304 would do; {_VALIDATORS}"
    control = headers.get("cache-control", "").lower()
    found = re.search(r"\bmax-age=([0-9]+)", control)
    longest = _seconds(found[1]) if found else 0
    if longest > _LONG and not seen.path.startswith((ARCHIVE, ENTRIES)):
        yield f"may be kept for {_duration(longest)}: subscribers see news that late; {_MAX_AGE}"
    if "no-store" in control:
        yield f"may not be kept at all (no-store): readers load all of it at each poll; {_MAX_AGE}"


def _seconds(text: str) -> int:
    """A number of seconds; 0 where it is none."""
    return int(text) if re.fullmatch("[0-9]{1,10}", text) else 0


def _duration(seconds: int) -> str:
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} seconds"


def grouped(found: Sequence[tuple[str, str]]) -> list[Problem]:
    """Addresses and reasons → a problem for each reason, at the first address that has it."""
    places: dict[str, list[tuple[str, str]]] = {}
    for address, reason in found:
        places.setdefault(_DATE.sub("", reason), []).append((address, reason))
    return [
        Problem(some[0][0], None, some[0][1] if len(some) == 1 else f"(and {len(some) - 1} more) {some[0][1]}")
        for some in places.values()
    ]
