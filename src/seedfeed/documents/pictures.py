"""A picture as a document: checked, and marked as ours where its format has room for a comment."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

#: How a document without entries names seedfeed as its generator.
MARK = b"generator: seedfeed"
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG, _END_OF_JPEG = b"\xff\xd8", b"\xff\xd9"
#: Segments of a JPEG file that say how large it is (T.81, B.1.1.3): all SOF, which are not DHT, JPG or DAC.
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Picture(NamedTuple):
    """What is known of a picture."""

    suffix: str  #: of its file
    width: int  #: pixels
    height: int
    marked: bytes  #: the file, with our mark in it


def read_picture(data: bytes) -> Picture:
    """A PNG or JPEG file. Raises ValueError if it is neither, or not whole."""
    if data.startswith(_PNG):
        return _read_png(data)
    if data.startswith(_JPEG):
        return _read_jpeg(data)
    raise ValueError("is neither a PNG nor a JPEG picture")


def _read_png(data: bytes) -> Picture:
    """Every chunk of the file, with its checksum (PNG, 5.3)."""
    place, names = len(_PNG), []
    while place < len(data) and b"IEND" not in names:
        length = int.from_bytes(data[place : place + 4])
        name, end = data[place + 4 : place + 8], place + 12 + length
        if end > len(data) or crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise ValueError("is a PNG picture that is cut off or damaged")
        names.append(name)
        place = end
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND" or b"IDAT" not in names:
        raise ValueError("is a PNG picture that is cut off or damaged")
    head = len(_PNG) + 25  # IHDR comes first
    comment = b"tEXtComment\0" + MARK
    chunk = (len(comment) - 4).to_bytes(4) + comment + crc32(comment).to_bytes(4)
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return Picture("png", width, height, data[:head] + chunk + data[head:])


def _read_jpeg(data: bytes) -> Picture:
    """The segments of the file up to the one that says how large it is (T.81, B.1.1)."""
    place = len(_JPEG)
    comment = b"\xff\xfe" + (len(MARK) + 2).to_bytes(2) + MARK
    while place + 9 <= len(data) and data[place] == 0xFF and data.rstrip(b"\0").endswith(_END_OF_JPEG):
        if data[place + 1] in _SIZES:
            height, width = (int.from_bytes(data[at : at + 2]) for at in (place + 5, place + 7))
            return Picture("jpg", width, height, _JPEG + comment + data[len(_JPEG) :])
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    raise ValueError("is a JPEG picture that is cut off or damaged")
