"""What `build --quiet` told last, so that cron mails a problem once, and once a day."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress

from seedfeed.report import Problem
from seedfeed.text.addresses import told_of
from seedfeed.text.digests import fingerprint

_DAY = 24 * 60 * 60  # seconds


def to_tell(problems: Sequence[Problem], options: argparse.Namespace) -> Sequence[Problem]:
    """Those problems that are to be printed: all, or none where a quiet build told the same ones today.

    Where nothing can be remembered, all are told. The real clock counts: no document shows it.
    """
    if not getattr(options, "quiet", False) or getattr(options, "dry_run", True):
        return problems
    path = os.path.join(os.path.dirname(options.config), told_of(os.path.basename(options.config)))
    now = time.time()
    name = fingerprint("\n".join(map(str, problems)).encode()).hex()
    if not problems:
        with suppress(OSError):
            os.unlink(path)
        return problems
    with suppress(OSError, ValueError, TypeError), open(path, encoding="utf-8") as file:
        last, when = json.load(file)
        if last == name and when <= now < when + _DAY:
            return ()
    with suppress(OSError):
        if not os.path.isdir(os.path.dirname(path)):
            os.mkdir(os.path.dirname(path))  # not the folder of the config: it may be one that is not mounted
        with open(path, "w", encoding="utf-8") as file:
            json.dump([name, now], file)
    return problems
