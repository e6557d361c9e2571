"""Every key of config.yaml: how its value looks (JSON Schema, draft 2020-12), and what it is for.

A key is read only if it is here; the schema and docs/config.md are made of the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from seedfeed.documents.formats import FORMATS

Schema = dict[str, Any]

ARCHIVES = ("year", "month", "day", "none")
#: YAML takes 2025 for a number and true for a boolean; here they are texts.
_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_TEXTS: Schema = {"type": "array", "items": _TEXT, "minItems": 1}
_NAMES: Schema = {**_TEXTS, "uniqueItems": True}
_BOOLEAN: Schema = {"enum": [True, False, "true", "false"]}
_URI: Schema = {"type": "string", "pattern": r"^\s*[A-Za-z][A-Za-z0-9+.-]*:\S+\s*$"}
_ADDRESS: Schema = {"type": "string", "pattern": r"^\s*[Hh][Tt][Tt][Pp][Ss]?://\S"}
_LANGUAGE: Schema = {"type": "string", "pattern": r"^\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}\s*$"}
_LIMIT: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 999_999_999},
        {"type": "string", "pattern": r"^\s*([1-9][0-9]{0,8}|all)\s*$"},
    ]
}
_MINUTES: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 999_999},
        {"type": "string", "pattern": r"^\s*[1-9][0-9]{0,5}\s*$"},
    ]
}


class Key(NamedTuple):
    """A key of a mapping."""

    schema: Schema  #: of its value
    about: str  #: what it is for
    default: str = ""  #: for people; empty where it must be given, or where nothing is without it


Table = Mapping[str, Key]

AUTHOR: Table = {
    "name": Key(_TEXT, "the name"),
    "email": Key(
        {"type": "string", "pattern": r"^\s*[^\s@<>]+@[^\s@<>]+\s*$"}, "a mail address, which feeds show"
    ),
    "uri": Key(_URI, "a page about the author"),
}
TAG: Table = {
    "any": Key(_TEXTS, "terms; one of them must be mentioned", "the name"),
    "all": Key(_TEXTS, "terms of which each must be mentioned, too"),
    "not": Key(_TEXTS, "phrases in which a term does not count"),
    "prominent": Key(_BOOLEAN, "whether a mention in passing does not count", "that of the config"),
    "label": Key(_TEXT, "what people see instead of the name"),
    "scheme": Key(_URI, "what machines read the tag by", "the address of the tags"),
    "limit": Key(_LIMIT, "entries in the feed of the tag", "that of the config"),
    "hidden": Key(_BOOLEAN, "whether the tag has no feed and no page of its own", "false"),
}
FEED: Table = {
    "title": Key(_TEXT, "what the feed is called", "title of the config: name"),
    "subtitle": Key(_TEXT, "one line about it"),
    "all": Key(_NAMES, "tags that an entry must all have"),
    "any": Key(_NAMES, "tags of which an entry must have one"),
    "none": Key(_NAMES, "tags that an entry must not have"),
    "limit": Key(_LIMIT, "entries in the feed", "that of the config"),
}


def mapping(table: Table, needed: tuple[str, ...] = ()) -> Schema:
    """The schema of a mapping with the keys of a table."""
    properties = {
        name: {**key.schema, "description": f"{key.about[0].upper()}{key.about[1:]}."}
        for name, key in table.items()
    }
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(needed)} if needed else found


_TAGS: Schema = {
    "anyOf": [
        _TEXTS,
        {"type": "object", "additionalProperties": {"anyOf": [_TEXTS, mapping(TAG)]}},
    ]
}
_FEEDS: Schema = {
    "type": "object",
    "additionalProperties": {**mapping(FEED), "anyOf": [{"required": [name]} for name in ("all", "any", "none")]},
}

CONFIG: Table = {
    "title": Key(_TEXT, "what the feed is called"),
    "url": Key(_ADDRESS, "where the folder feeds/ is published"),
    "id": Key(_URI, "the root of every id, which never changes", "the url"),
    "subtitle": Key(_TEXT, "one line on what the feed is about"),
    "author": Key(
        {"anyOf": [_TEXT, mapping(AUTHOR, ("name",))]}, "who writes, where a seed does not say so", "the title"
    ),
    "rights": Key(_TEXT, "what may be done with the entries"),
    "icon": Key(_TEXT, "a square PNG or JPEG picture beside the config, or its address"),
    "language": Key(
        {"anyOf": [_LANGUAGE, {"type": "array", "items": _LANGUAGE, "minItems": 1, "uniqueItems": True}]},
        "the languages of terms (BCP 47); pages, and entries without `lang`, are in the first",
        "en",
    ),
    "timezone": Key({"type": "string", "pattern": r"\S"}, "that of dates without a zone", "UTC"),
    "time": Key(
        {"type": "string", "pattern": r"^\s*([01][0-9]|2[0-3]):[0-5][0-9]\s*$"},
        "the time of day of a date without one",
        "12:00",
    ),
    "dayfirst": Key(_BOOLEAN, "whether 03/04/2025 is in April", "such a date is refused"),
    "limit": Key(_LIMIT, "entries in a feed, the newest; `all` for no limit", "50"),
    "ttl": Key(_MINUTES, "minutes between two polls, for readers of RSS"),
    "formats": Key(
        {"type": "array", "items": {"enum": list(FORMATS)}, "minItems": 1, "uniqueItems": True},
        f"any of {', '.join(FORMATS)}",
        "[atom]",
    ),
    "archive": Key({"enum": list(ARCHIVES)}, "the parts of the history: year, month, day or none", "month"),
    "pages": Key(_BOOLEAN, "whether there are pages for people", "true"),
    "style": Key(_TEXT, "a CSS file beside the config, which comes after ours"),
    "hub": Key(_ADDRESS, "a WebSub hub, which `seedfeed ping` tells what is new"),
    "tags": Key(_TAGS, "tags and the terms that earn them: docs/tags.md"),
    "prominent": Key(_BOOLEAN, "whether a mention in passing does not count", "false"),
    "feeds": Key(_FEEDS, "extra feeds, made of tags"),
    "seeds": Key(_TEXT, "the folder of the seeds, beside the config", "seeds"),
    "output": Key(_TEXT, "the folder that the feeds are written to", "feeds"),
}


def schema() -> Schema:
    """The JSON Schema of config.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "config.yaml of seedfeed",
        **mapping(CONFIG, ("title", "url")),
    }
