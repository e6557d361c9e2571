"""Templates as Jinja2 compiled them, kept where Python keeps what it compiled of this package.

Who can write there can change the package itself. Where nobody can, templates are compiled in each build.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source

from jinja2 import compiler
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Compiled(FileSystemBytecodeCache):
    """What environments of `maker`, the module at that path, compiled. As in Python, it is only ever a cache."""

    def __init__(self, maker: str) -> None:
        """Keep it beside the compiled `maker`."""
        super().__init__(os.path.dirname(cache_from_source(maker)))
        stats = [os.stat(path) for path in (maker, compiler.__file__)]
        self._made_by = repr([(found.st_size, found.st_mtime_ns) for found in stats])

    def get_source_checksum(self, source: str) -> str:
        """Names a template and what compiles it: either may come in a new version."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load it, unless the file is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever is in the file, the template is there
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, where Python may keep its own."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
