"""The media types of documents (RFC 6838), by the suffixes of their names."""

from __future__ import annotations

from seedfeed.documents.formats import FORMATS

MEDIA_TYPES = {
    **{suffix: kind.media_type for suffix, kind in FORMATS.items()},
    "css": "text/css",
    "html": "text/html",
    "jpg": "image/jpeg",
    "opml": "text/x-opml",
    "png": "image/png",
}


def media_type_of(path: str) -> str:
    """The media type of the document at a path."""
    return MEDIA_TYPES[path.rpartition(".")[2]]
