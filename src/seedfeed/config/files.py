"""Files that the config names: a picture, and a style for the pages."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from seedfeed.config.values import FieldError, read_line
from seedfeed.documents.pictures import read_picture
from seedfeed.seeds.scan import read
from seedfeed.text.addresses import web_address
from seedfeed.text.yaml import Node

_MAX_SIZE = 1 << 20


class Icon(NamedTuple):
    """Where a picture is, and what is to be copied there."""

    address: str
    data: bytes | None = None
    fault: str | None = None  #: harmless


def read_icon(node: Node, folder: Path, url: str) -> Icon:
    """A picture at an address, or in a file, which is to be copied beside the feeds at `url`."""
    name = read_line(node)
    if address := web_address(name):
        return Icon(address)
    try:
        picture = read_picture(_read(name, folder, node))
    except ValueError as error:
        raise FieldError(f"{name} {error}", node) from error
    fault = None
    if picture.width != picture.height:
        fault = f"icon: {name} is {picture.width} × {picture.height} pixels; readers want a square one"
    return Icon(f"{url}icon.{picture.suffix}", picture.marked, fault)


def read_style(node: Node, folder: Path) -> str:
    """The CSS in a file."""
    name = read_line(node)
    try:
        return _read(name, folder, node).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FieldError(f"{name} is not UTF-8 at byte {error.start}", node) from error


def _read(name: str, folder: Path, node: Node) -> bytes:
    """The file of this name beside the config."""
    try:
        data = read(folder / name, _MAX_SIZE + 1)
    except (OSError, ValueError) as error:
        raise FieldError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}", node) from error
    if data is None:
        raise FieldError(f"no file {name} beside the config", node)
    if len(data) > _MAX_SIZE:
        raise FieldError(f"{name} is larger than {_MAX_SIZE >> 20} MiB", node)
    return data
