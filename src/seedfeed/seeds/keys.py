"""The keys of a header: their names, those that other tools give them, and what keeps a seed back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from seedfeed.report import SeedError
from seedfeed.seeds.dates import DateError, parse_date
from seedfeed.text.addresses import web_address

#: Each key, and the names that other tools give it.
KEYS: Mapping[str, tuple[str, ...]] = {
    "date": ("pubdate", "publishdate"),
    "updated": ("modified", "lastmod", "last_modified_at"),
    "title": ("subject",),
    "summary": ("description", "excerpt"),
    "author": ("authors",),
    "link": ("source", "url", "canonical_url"),
    "tags": ("categories", "category", "keywords"),
    "lang": ("language",),
    "id": (),
    "draft": ("published", "status", "expirydate"),
}
_KEY_OF = {name: key for key, others in KEYS.items() for name in (key, *others)}
NAMES = frozenset(_KEY_OF)

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})
#: Values of `status`: a word that is in neither set keeps a seed back, too.
_PUBLIC = frozenset({"published", "publish", "public"})
_PRIVATE = frozenset({"draft", "hidden", "private"})


class Value(NamedTuple):
    """What a key says."""

    text: str
    line: int  #: from 1
    items: tuple[str, ...] = ()  #: where it is a list
    wrong: bool = False  #: neither a text nor a list of texts

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.text or self.items or self.wrong)


#: A line (from 1), and what is to be said of it.
Notice = tuple[int, str]


class Header(NamedTuple):
    """What a header says."""

    values: Mapping[str, Value] = {}  #: by the keys of KEYS
    draft: str | None = None  #: the line that keeps the seed back, as it is written
    expires: Value | None = None  #: the date from which it is kept back
    notices: tuple[Notice, ...] = ()


def read_keys(pairs: Iterable[tuple[str, Value]], dayfirst: bool | None = None) -> Header:
    """The header that these names (in lower case) and values make.

    A name that says nothing counts as left out, but for `tags`. What is not known, or is of another kind than its
    key, is left out with a notice. Raises SeedError for a name that is said twice, and for a key of ours that is
    neither a text nor a list of names.
    """
    said: dict[str, Value] = {}
    notices: list[Notice] = []
    for name, value in pairs:
        if name in said and not (value.empty or said[name].empty):
            raise SeedError(f"{name}: said twice; drop one", value.line)
        if name not in NAMES:
            notices.append((value.line, f"{name}: not a key that is read here; left out{_nearest(name)}"))
        elif name in KEYS and name != "draft" and _is_wrong(name, value):
            wanted = "a list of names" if name == "tags" else "one line of text"
            raise SeedError(f"{name}: expected {wanted}", value.line)
        elif not value.empty or (name == "tags" and name not in said):  # no tags are an answer, too
            said[name] = value
    draft, expires, about_draft = _draft_of(said, dayfirst)
    values: dict[str, Value] = {}
    for key, others in KEYS.items():
        if key == "draft":
            continue
        for name in (key, *others, *(["published"] if key == "date" else [])):
            if name not in said or (name == "published" and not _is_date(said[name], dayfirst)):
                continue
            value = said[name]
            if name != key and (fault := _fault_of(key, value, dayfirst)):
                notices.append((value.line, f"{name}: {fault}; left out"))
            elif key == "tags":
                values[key] = _together(values.get(key), value)
            elif key in values:
                notices.append((value.line, f"{name}: left out, because another line says the {key}"))
            else:
                values[key] = value._replace(text=value.text or ", ".join(value.items), items=())
    return Header(values, draft, expires, tuple(sorted((*notices, *about_draft))))


def _is_wrong(key: str, value: Value) -> bool:
    return value.wrong or (bool(value.items) and key not in ("tags", "author"))


def _fault_of(key: str, value: Value, dayfirst: bool | None) -> str | None:
    """What keeps a value from being that of a key, which another name claims."""
    if _is_wrong(key, value):
        return "not one line of text"
    if key == "link" and web_address(value.text) is None:
        return f"{value.text!r} is not an http or https address"
    if key == "updated" and not _is_date(value, dayfirst):
        return f"cannot read the date {value.text!r}"
    return None


def _together(before: Value | None, value: Value) -> Value:
    names = value.items or names_in(value.text)
    return Value("", before.line if before else value.line, (*(before.items if before else ()), *names))


def names_in(text: str) -> tuple[str, ...]:
    """The names in one line. Semicolons part names that hold commas, as in Pelican; else commas do."""
    # YAML's brackets and quotes slip into header lines too.
    return tuple(name.strip(" \"'") for name in text.strip("[]").split(";" if ";" in text else ","))


def _draft_of(said: Mapping[str, Value], dayfirst: bool | None) -> tuple[str | None, Value | None, list[Notice]]:
    """The line that keeps a seed back, the date from which it is kept back, and what is unclear about either.

    A value that cannot be read keeps it back: what went out too early cannot be called back.
    """
    draft, expires = None, None
    notices: list[Notice] = []
    for name in KEYS["draft"] + ("draft",):
        if (value := said.get(name)) is None:
            continue
        word = value.text.strip().lower()
        held, clear = True, True
        if name == "expirydate":
            if _is_date(value, dayfirst):
                held, expires = False, value
            else:
                clear = False
        elif name == "published" and _is_date(value, dayfirst):
            held = False
        elif name == "status":
            held, clear = word not in _PUBLIC, word in _PUBLIC | _PRIVATE
        else:
            held, clear = word not in (_NO if name == "draft" else _YES), word in _YES | _NO
        shown = value.text or ", ".join(value.items)
        if held:
            draft = f"{name}: {shown}"
        if not clear:
            wanted = {"expirydate": "a date", "status": "published, draft, hidden or private"}
            reason = f"{name}: {shown!r} is not {wanted.get(name, 'true or false')}; kept back until it is"
            notices.append((value.line, reason))
    return draft, expires, notices


def _is_date(value: Value, dayfirst: bool | None) -> bool:
    try:
        parse_date(value.text, dayfirst)
    except DateError:
        return False
    return True


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, sorted(NAMES), 1, 0.75)
    return f"; did you mean {found[0]}?" if found else ""
