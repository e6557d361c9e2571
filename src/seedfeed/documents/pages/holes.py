"""What pages of entries share is rendered once, with holes; what each entry says is put there, escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from seedfeed.documents.pages.frame import Render, Shown, macro

if TYPE_CHECKING:
    from markupsafe import Markup

#: Around the name of a hole. No template has this character.
_MARK = "\0"

#: Fills a template for an entry.
Fill = Callable[..., "Markup"]


def hole(name: str) -> str:
    """Where a value goes."""
    return f"{_MARK}{name}{_MARK}"


class _Shape(NamedTuple):
    """An entry as templates see it: a hole for what it says, None for what it does not say."""

    lang: str
    dir: str
    changed: str | None
    source: str | None
    author: str | None
    summary: str | None
    title: str = hole("title")
    id: str = hole("id")
    anchor: str = hole("anchor")
    href: str = hole("href")
    tags: str = hole("tags")
    day: str = hole("day")
    published: str = hole("published")
    updated: str = hole("updated")


def filler(render: Render) -> Fill:
    """What renders the template of an entry, for a page so many folders below the output folder.

    It takes what goes into holes that are not those of every entry, and flags for the template.
    """
    from markupsafe import Markup, escape

    tag_list = lru_cache(1000)(lambda *shown: macro("tags")(*shown))  # many entries have the same

    @cache
    def pieces(shape: _Shape, depth: int, template: str, flags: tuple[tuple[str, bool], ...]) -> list[str]:
        return render(depth, template, {"shown": shape, "hole": hole, **dict(flags)}).split(_MARK)

    def fill(shown: Shown, depth: int, template: str, values: Mapping[str, object], **flags: bool) -> Markup:
        filled = pieces(_shape_of(shown), depth, template, (*flags.items(),)).copy()
        said = {**_said(shown), "tags": tag_list(shown.tags, "../" * depth), **values}
        filled[1::2] = [escape(said[name]) for name in filled[1::2]]
        return Markup("".join(filled))  # noqa: S704 - every hole is escaped

    return fill


def _shape_of(shown: Shown) -> _Shape:
    return _Shape(
        lang=shown.lang,
        dir=shown.dir,
        changed=hole("changed") if shown.changed else None,
        source=hole("source") if shown.source else None,
        author=hole("author") if shown.text.author else None,
        summary=hole("summary") if shown.text.summary else None,
    )


def _said(shown: Shown) -> dict[str, str | None]:
    """What an entry says, by the name of its hole."""
    return {
        "title": shown.text.title,
        "summary": shown.text.summary,
        "author": shown.text.author,
        "id": shown.entry.id,
        "anchor": shown.entry.anchor,
        "href": shown.href,
        "day": shown.day,
        "published": shown.published,
        "changed": shown.changed,
        "updated": shown.updated,
        "source": shown.source,
    }
