"""YAML from strangers, read into nodes that know their line. Nothing is constructed.

Scalars stay strings as written (`NO`, `on`, `2025`): what a value means, its reader decides.
"""

from __future__ import annotations

import re

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml reads the same, more slowly
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Node = yaml.Node
Scalar = yaml.ScalarNode
Sequence = yaml.SequenceNode
Mapping = yaml.MappingNode

#: Deeper than any config; libyaml takes quadratic time over nested brackets.
_DEPTH = 10
#: What to do about the mistakes that people make most.
_HINTS = {
    "mapping values are not allowed": "; put a value that holds a colon in quotes",
    "cannot start any token": "; put the value in quotes",
    "did not find expected ',' or": "; close the bracket, and put a value that holds a colon or # in quotes",
    "unexpected end of stream": "; close the quote",
    "did not find expected node content": "; a comma or a bracket too many",
    "did not find expected key": "; check the indentation and the quotes",
}


class YAMLReadError(Exception):
    """What makes a text no YAML that we read; `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_yaml(text: str) -> Node | None:
    """The root node of a YAML text, None for an empty one.

    Raises YAMLReadError for broken YAML, for nesting deeper than anybody needs, and for aliases:
    a few lines of those can mean gigabytes.
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                raise YAMLReadError(f"*{event.anchor}: aliases are not read here; write it out", line_of(event))
            if getattr(event, "tag", None) or getattr(event, "anchor", None):
                sign = _word_at(text, event)
                raise YAMLReadError(
                    f"{sign}: YAML drops a word that begins so; put the value in quotes", line_of(event)
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH:
                raise YAMLReadError(f"nested more than {_DEPTH} levels deep", line_of(event))
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "cannot be read"
        hint = next((hint for words, hint in _HINTS.items() if words in reason), "")
        before = text.split("\n")[mark.line : mark.line + 1] if mark else []
        if "\t" in "".join(before)[: mark.column + 1 if mark else 0]:
            hint = "; indent with blanks, not with tabs"
        elif re.search(r"[:\[,]\s*[“„”]", "".join(before)):
            hint = "; “ ” are letters to YAML: put the value in straight quotes"
        elif "\xa0" in "".join(before):
            hint = "; the line holds a no-break space (U+00A0): write a plain blank"
        raise YAMLReadError(f"not YAML: {reason}{hint}", mark.line + 1 if mark else 1) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YAMLReadError(f"not YAML: character {error.character!r} is not allowed", line) from error


def is_null(node: Scalar) -> bool:
    """Whether a value is left out, or is `null` or `~` without quotes."""
    return str(node.tag) == "tag:yaml.org,2002:null"


def line_of(node: Node | yaml.Event) -> int:
    """The line on which a node or event begins, from 1."""
    return int(node.start_mark.line) + 1 if node.start_mark else 1


def _word_at(text: str, event: yaml.Event) -> str:
    """The word of a text with which an event begins."""
    mark = event.start_mark
    words = text.split("\n")[mark.line][mark.column :].split(None, 1) if mark else []
    return words[0] if words else "here"
