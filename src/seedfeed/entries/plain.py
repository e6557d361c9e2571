"""Plain text → blocks: paragraphs, lines, lists, quotations, and what keeps its columns.

Authors mean something by most line ends, and nothing by those that an editor made at 72 columns. Three facts tell
them apart: would the next word have fit on the line; does a sentence run on; is the block narrow.

The rules stop where prose is wrapped by hand at no width in particular and each line begins with a capital, where
verse is wider than 60 columns, at lists without marks, and at hyphens at line ends that belong to their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from seedfeed.entries.lines import (
    DENSE,
    ENDS_SENTENCE,
    ENDS_WORD,
    LABEL,
    MARK,
    fits,
    has_columns,
    is_dense,
    join,
    keeps_columns,
    kind_of,
    list_at,
    runs_on,
    width_of,
)


class Block(NamedTuple):
    """A part of a text."""

    kind: str  #: lines, ul, ol, quote, pre
    lines: tuple[str, ...] = ()  #: of lines and pre
    blocks: tuple[tuple[Block, ...], ...] = ()  #: the items of a list; a quotation has one
    mark: str = ""  #: as the author wrote it, of the first item
    start: int = 1  #: the number of the first item


_HYPHENATED = re.compile(r"[^\W\d_]-\n(?P<low>[^\W\d_])")

_WIDEST = 110  #: columns; nobody wraps so wide: each line is a paragraph
_NARROW = 40  #: narrower lines are meant
_VERSE = 60  #: at this width, lines that end where they please are prose
#: What no author writes takes no time.
_DEEPEST, _MOST_PARTS = 8, 100


def blocks_of(text: str, column: int = 0) -> tuple[Block, ...]:
    """The blocks of `text`. `column` is how far to the right its first line begins, after a header."""
    drops = sum(found["low"].islower() for found in _HYPHENATED.finditer(text)) > 1
    return _Reader(drops=drops).blocks(text.split("\n"), column)


class _Reader(NamedTuple):
    drops: bool  #: whether hyphens at line ends part words: there are several
    depth: int = 0  #: of quotations and lists within others

    def blocks(self, lines: Sequence[str], column: int = 0) -> tuple[Block, ...]:
        if self.depth >= _DEEPEST:
            return _as_lines(lines)
        found: list[list[Block]] = []  # each a block, or the parts of one
        for part in _parted(lines, lambda line: not line.strip()):
            for run in _runs(part, lambda line: line.startswith(">")):
                if run[0].startswith(">"):
                    inside = [line[1:].removeprefix(" ") for line in run]
                    found.append([Block("quote", blocks=(self.deeper().blocks(inside),))])
                    continue
                if found and found[-1][-1].kind in ("ul", "ol"):
                    indented = next((place for place, line in enumerate(run) if line[:2].strip()), len(run))
                    if indented:  # the item goes on after a blank line
                        more = self.deeper().run([line.strip() for line in run[:indented]])
                        found[-1][-1] = _with_more(found[-1][-1], tuple(more))
                        run = run[indented:]
                if not run:
                    continue
                first, *others = self.run(run, column)
                if found and _go_on(found[-1], first):
                    found[-1].append(first)
                else:
                    found.append([first])
                found += ([each] for each in others)
            column = 0
        return tuple(map(_merged, found))

    def deeper(self) -> _Reader:
        return self._replace(depth=self.depth + 1)

    def run(self, lines: Sequence[str], column: int = 0) -> Iterator[Block]:
        """The blocks of lines without a blank one among them."""
        for _ in range(_MOST_PARTS):
            begin = list_at(lines)
            if begin is None:
                break
            widths = _widths(lines, column)
            if begin:
                yield from self.without_list(lines[:begin], widths[:begin])
            block, end = self.list(lines[begin:], max(widths))
            yield block
            lines, column = lines[begin + end :], 0
            if not lines:
                return
        yield from self.without_list(lines, _widths(lines, column))

    def without_list(self, lines: Sequence[str], widths: Sequence[int]) -> Iterator[Block]:
        indents = [len(line) - len(line.lstrip(" \t")) for line in lines]
        bare = [line.strip() for line in lines]
        prose = any(indents) and len(lines) > 1 and not has_columns(lines) and self.is_prose(bare, widths)
        if keeps_columns(lines, indents) and not prose:
            cut = min(indents)
            yield Block("pre", tuple(line[cut:].rstrip() for line in lines), mark=" " * cut)
            return
        starts = [place for place, indent in enumerate(indents) if indent or place == 0]
        ended = all(ENDS_SENTENCE.search(lines[place - 1].rstrip()) for place in starts[1:])
        if any(indents) and 2 * len(starts) < len(lines) and ended:  # the first line of each paragraph is indented
            yield from (Block("lines", (self.joined(part),)) for part in _split(lines, starts))
            return
        if any(indents) and len(lines) > 1 and not prose:
            yield Block("pre", tuple(line.rstrip() for line in lines))  # code, or verse
            return
        lines = bare
        labels = [place for place, line in enumerate(lines) if LABEL.match(line)]
        if len(labels) > 1 and not (labels[0] and runs_on(lines[labels[0] - 1], lines[labels[0]])):
            yield from self.labelled(lines, widths, labels)
            return
        yield from self.prose_or_lines(lines, widths)

    def labelled(self, lines: Sequence[str], widths: Sequence[int], labels: Sequence[int]) -> Iterator[Block]:
        """Lines of which some begin with a time, a mark of speech or of a note, or a key."""
        if labels[0] == 1 and lines[0].startswith("--"):  # a mail that was passed on
            labels = [0, *labels]
        if labels[0]:
            yield from self.prose_or_lines(lines[: labels[0]], widths[: labels[0]])
            lines, labels = lines[labels[0] :], [place - labels[0] for place in labels]
        parts = [self.joined(part) for part in _split(lines, labels)]
        if len(parts) == len(lines) or lines[0].startswith("["):
            yield Block("lines", tuple(parts))
        else:
            yield from (Block("lines", (part,)) for part in parts)

    def prose_or_lines(
        self, lines: Sequence[str], widths: Sequence[int], *, below_heading: bool = False
    ) -> Iterator[Block]:
        if len(lines) > 1 and max(widths) > _WIDEST:
            yield from (Block("lines", (line,)) for line in lines)
            return
        if len(lines) > 1 and not below_heading and self.is_heading(lines, widths):
            yield Block("lines", (lines[0],))
            yield from self.prose_or_lines(lines[1:], widths[1:], below_heading=True)
            return
        if not self.is_prose(lines, widths):
            yield Block("lines", tuple(lines))
            return
        start, widest = 0, max(widths)
        for place in range(1, len(lines)):
            ends = ENDS_SENTENCE.search(lines[place - 1]) and not lines[place][0].islower()
            if ends and fits(lines, widths, place - 1, widest * 0.75):
                yield Block("lines", (self.joined(lines[start:place]),))
                start = place
        yield Block("lines", (self.joined(lines[start:]),))

    def is_prose(self, lines: Sequence[str], widths: Sequence[int]) -> bool:
        """Whether an editor cut these lines, and not the author."""
        widest = max(widths)
        breaks = range(len(lines) - 1)
        full = [not fits(lines, widths, place, widest) for place in breaks]
        on = [runs_on(lines[place], lines[place + 1]) for place in breaks]
        if self.drops or any(line.endswith("\u00ad") for line in lines):
            return sum(full) + sum(on) >= len(full)
        if widest < _NARROW and is_dense(lines[0][0], lines[-1][0]) and not ENDS_WORD.search(lines[0]):
            return False  # verse
        if widest < _NARROW:
            return all(full) and 2 * sum(on) > len(on) and bool(ENDS_SENTENCE.search(lines[-1]))
        if sum(full) >= 0.75 * len(full) and (any(on) or widest >= _VERSE):
            return True
        if DENSE.match(lines[0]):  # Japanese is cut where a phrase ends
            on = [runs or bool(ENDS_SENTENCE.search(lines[place])) for place, runs in zip(breaks, on, strict=True)]
        words = [bool(ENDS_WORD.search(lines[place])) for place in breaks]
        cut = [a or b or (widest >= _VERSE - 10 and c) for a, b, c in zip(full, on, words, strict=True)]
        return sum(cut) >= 0.75 * len(cut) and 2 * sum(on) >= len(on)

    def is_heading(self, lines: Sequence[str], widths: Sequence[int]) -> bool:
        """Whether the first line is one above prose."""
        if runs_on(lines[0], lines[1]) or not fits(lines, widths, 0, max(widths) * 0.75):
            return False
        if len(lines) > 2:
            return self.is_prose(lines[1:], widths[1:])
        says = ENDS_WORD.search(lines[0]) and ENDS_SENTENCE.search(lines[1])
        return bool(says) and 2 * widths[0] <= widths[1] and widths[1] >= _NARROW

    def list(self, lines: Sequence[str], widest: int) -> tuple[Block, int]:
        """The list that begins on the first line, and how many lines it has."""
        first = next(MARK.finditer(lines[0]))
        indent, kind = len(first["indent"]), kind_of(first)
        items: list[list[str]] = []

        def is_full(place: int) -> bool:
            return (
                widest > _NARROW
                and width_of(lines[place]) + width_of(lines[place + 1].split(None, 1)[0]) >= widest * 0.9
            )

        end = len(lines)
        for place, line in enumerate(lines):
            mark = MARK.match(line)
            if mark and kind_of(mark) == kind and len(mark["indent"]) <= indent + 1:
                items.append([line[mark.end() :]])
            elif line[:1].isspace() or runs_on(lines[place - 1].rstrip(), line) or is_full(place - 1):
                items[-1].append(line)
            else:
                end = place
                break
        content = tuple(tuple(self.deeper().item(item)) for item in items)
        number = int(first["number"] or 1)
        return Block("ol" if first["number"] else "ul", blocks=content, mark=first["mark"], start=number), end

    def item(self, lines: Sequence[str]) -> Iterator[Block]:
        nested = next((place for place, line in enumerate(lines) if place and MARK.match(line)), len(lines))
        if self.depth >= _DEEPEST:
            nested = len(lines)
        yield Block("lines", (self.joined(lines[:nested]),))
        if nested < len(lines):
            cut = min(len(line) - len(line.lstrip()) for line in lines[nested:])
            yield from self.run([line[cut:] for line in lines[nested:]])

    def joined(self, lines: Sequence[str]) -> str:
        """Lines of prose as one."""
        parts = [lines[0].strip()]
        for line in map(str.strip, lines[1:]):
            before = parts[-1]
            parts[-1:] = before[:-2], join(before[-2:], line, drops=self.drops)
        return "".join(parts)


def _parted(lines: Sequence[str], parts: Callable[[str], bool]) -> Iterator[list[str]]:
    """The runs of lines between those that part them."""
    return (run for run in _runs(lines, parts) if not parts(run[0]))


def _runs(lines: Sequence[str], by: Callable[[str], bool]) -> Iterator[list[str]]:
    run: list[str] = []
    for line in lines:
        if run and by(line) != by(run[-1]):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _widths(lines: Sequence[str], column: int) -> list[int]:
    first, *others = map(width_of, lines)
    return [first + column, *others]


def _split(lines: Sequence[str], starts: Sequence[int]) -> Iterator[Sequence[str]]:
    return (lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True))


def _as_lines(lines: Sequence[str]) -> tuple[Block, ...]:
    """What is too deep to be looked at."""
    return (Block("lines", tuple(line.strip() for line in lines if line.strip()) or ("",)),)


def _with_more(block: Block, more: tuple[Block, ...]) -> Block:
    """A list whose last item has more blocks."""
    *items, last = block.blocks
    return block._replace(blocks=(*items, (*last, *more)))


def _go_on(parts: Sequence[Block], more: Block) -> bool:
    """Whether a block is part of the one before, though a blank line is between them."""
    one = parts[0]
    if one.kind == more.kind == "pre":
        return bool(one.mark and more.mark)  # both are indented
    if one.kind != more.kind or one.kind not in ("ul", "ol") or one.mark[-1] != more.mark[-1]:
        return False
    return one.kind == "ul" or more.start == parts[-1].start + len(parts[-1].blocks)


def _merged(parts: Sequence[Block]) -> Block:
    """One block of its parts."""
    first = parts[0]
    if first.kind == "pre":
        lines = [line for part in parts for line in ("", *part.lines)]
        return first._replace(lines=tuple(lines[1:]))
    block = first._replace(blocks=tuple(item for part in parts for item in part.blocks))
    if block.kind == "ol" and len(block.blocks) == 1 and len(block.blocks[0]) == 1:
        return Block("lines", (f"{block.mark} {block.blocks[0][0].lines[0]}",))  # a number that no other follows
    return block
