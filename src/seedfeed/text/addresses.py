"""Names become URIs, language tags and file names here, and nowhere else. Touches no file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import quote, urlsplit, urlunsplit

#: Characters that RFC 3986 gives a meaning of their own; quoting leaves them be.
_RESERVED = "%/:?#@!$&'()*+,;="
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~/:?#@!$&'()*+,;=%-]+")
_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,6}")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

_SIGN = re.compile(r"(?<=\w)[+#]|(?<=\w\+)\+")
_SIGNS = {"+": " plus ", "#": " sharp "}

#: A slug of this many UTF-8 bytes leaves room for `-2` and a suffix in any file system.
_SLUG_BYTES = 120
#: Of a part of a path: room for a digest, and for what is put around a name while it is written.
_PART_BYTES = 180


def quote_path(path: str) -> str:
    """A path as part of a URI: percent-encoded, the slashes kept (RFC 3986, 2.1).

    The same name typed on another system may come in another normal form; NFC makes them one.
    """
    if _PLAIN.fullmatch(path):  # as nearly all are
        return path
    return quote(unicodedata.normalize("NFC", path).encode("utf-8", "surrogateescape"), safe="/")


def absolute_uri(text: str) -> str | None:
    """`text` as an absolute URI (an IRI is mapped, RFC 3987, 3.1), or None if it is not one."""
    uri = quote(text, safe=_RESERVED + "~")
    return uri if _ABSOLUTE.fullmatch(uri) and not _BAD_PERCENT.search(uri) and " " not in text else None


def web_address(text: str) -> str | None:
    """`text` as an absolute http or https URI, or None if it is not one."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host:
            return None
        if not host.isascii():
            ascii_host = host.encode("idna").decode("ascii")
            if ascii_host.encode().decode("idna") != unicodedata.normalize("NFC", host):
                return None  # IDNA 2003 would lead to another host: straße.de is not strasse.de
            parts = parts._replace(netloc=re.sub(re.escape(host), ascii_host, parts.netloc, flags=re.I))
        uri = _BAD_PERCENT.sub("%25", urlunsplit(parts)).replace(" ", "%20")  # as browsers do
        return absolute_uri(uri) if "[" not in parts.netloc else None
    except ValueError:  # a wrong port, a broken IPv6 address, a label that IDNA refuses
        return None


def language_tag(text: str) -> str | None:
    """`text` if it has the form of a language tag (BCP 47), else None."""
    return text if _LANGUAGE.fullmatch(text) else None


def slug(name: str) -> str:
    """A file name for `name`: letters, digits, `_` and `-`, never empty, never a path.

    Signs after a word tell names apart: C, C++ and C#.
    """
    normal = _SIGN.sub(lambda found: _SIGNS[found[0]], unicodedata.normalize("NFKC", name))
    words = "".join(
        each if each == "_" or unicodedata.category(each)[0] in "LNM" else " " for each in normal
    ).split()
    short = "-".join(words).encode("utf-8", "ignore")[:_SLUG_BYTES].decode("utf-8", "ignore")
    return unicodedata.normalize("NFC", short).strip("-") or "tag"


def page_name(path: str, quoted: str) -> str:
    """The path of a file, which is `quoted` without its suffix, as that of its page, without suffix.

    NFC. Each part of it is short enough for any file system, and no folder is called as a page may be.
    """
    if len(quoted) < _PART_BYTES and "%" not in quoted and ("/" not in quoted or ".html/" not in quoted.lower()):
        return quoted  # as nearly all are
    *folders, name = unicodedata.normalize("NFC", path.rpartition(".")[0]).split("/")
    folders = [f"{each}_" if each.lower().endswith(".html") else each for each in folders]
    return "/".join(_short(each) for each in (*folders, name))


def _short(name: str) -> str:
    """A name, cut if it is long, and told from others that begin in the same way."""
    data = name.encode("utf-8", "surrogateescape")
    if len(data) <= _PART_BYTES:
        return name
    return f"{data[:_PART_BYTES].decode('utf-8', 'ignore')}-{blake2b(data, digest_size=6).hexdigest()}"


def distinct(slugs: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """`slugs` in order, with `-2`, `-3` … where one is taken, also in a file system without case."""
    seen = {name.casefold() for name in taken}
    result = []
    for wanted in slugs:
        name, count = wanted, 1
        while name.casefold() in seen:
            count += 1
            name = f"{wanted}-{count}"
        seen.add(name.casefold())
        result.append(name)
    return result


def cache_of(config: str) -> str:
    """The path, beside the config, of what is remembered for a config of this name."""
    return f".seedfeed/{config}.sqlite"


def told_of(config: str) -> str:
    """The path, beside the config, of what was last told of a config of this name."""
    return f".seedfeed/{config}.told.json"


def pinged_of(config: str) -> str:
    """The path, beside the config, of what the hub was last told of for a config of this name."""
    return f".seedfeed/{config}.pinged.json"
