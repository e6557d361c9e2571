"""What pages of entries share is rendered once, with holes; what each entry says is put there, escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from seedfeed.documents.pages.frame import Render, Shown, macro

if TYPE_CHECKING:
    from markupsafe import Markup

#: Around the name of a hole. No template has this character, and no text: XML could not carry it.
_MARK = "\0"

_Flags = tuple[tuple[str, bool], ...]
#: Fills a template for an entry.
Fill = Callable[..., "Markup"]


def hole(name: str) -> str:
    """Where a value goes."""
    return f"{_MARK}{name}{_MARK}"


def filler(render: Render) -> Fill:
    """What renders the template of an entry, for a page so many folders below the output folder.

    It takes what goes into holes that are not those of every entry, and flags for the template.
    """
    from markupsafe import Markup, escape

    tag_list = lru_cache(1000)(lambda *shown: macro("tags")(*shown))  # many entries have the same

    @cache
    def pieces(said: _Flags, lang: str, direction: str, depth: int, template: str, flags: _Flags) -> list[str]:
        """What is between the holes, and at the odd places their names."""
        shown = {name: hole(name) if is_said else "" for name, is_said in said}
        shown |= {"lang": lang, "dir": direction}
        return render(depth, template, {"shown": shown, "hole": hole, **dict(flags)}).split(_MARK)

    def fill(shown: Shown, depth: int, template: str, values: Mapping[str, object], **flags: bool) -> Markup:
        said: dict[str, Any] = {**_said(shown), "tags": tag_list(shown.tags, "../" * depth)}
        shape = tuple([(name, bool(value)) for name, value in said.items()])
        filled = pieces(shape, shown.lang, shown.dir, depth, template, (*flags.items(),)).copy()
        holes = filled[1::2]
        said |= values
        # All at once: to escape one after the other takes ten times as long.
        texts = [name for name in {*holes} if not isinstance(said[name], Markup)]
        escaped = str(escape(_MARK.join([said[name] for name in texts]))).split(_MARK)
        said.update(zip(texts, escaped, strict=True))
        filled[1::2] = [said[name] for name in holes]
        return Markup("".join(filled))  # noqa: S704 - every hole is escaped

    return fill


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
