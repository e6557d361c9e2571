"""What commands have in common: their options, exit statuses, the config and the present."""

from __future__ import annotations

import argparse
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from seedfeed.report import ConfigError, Problem, Report

if TYPE_CHECKING:
    from seedfeed.model import Config

OK, REFUSED, WRONG, UNPUBLISHED = 0, 1, 2, 3


def status_of(report: Report) -> int:
    """The exit status that goes with a report."""
    return UNPUBLISHED if report.failures else REFUSED if report.problems else OK


def add_config(parser: argparse.ArgumentParser) -> None:
    """The option `--config`."""
    parser.add_argument("--config", metavar="FILE", default="config.yaml", help="default: config.yaml")


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """The option `--quiet`."""
    parser.add_argument("--quiet", action="store_true", help="print only problems")


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON, nothing for people")


def config_of(options: argparse.Namespace) -> Config:
    """The config that `--config` names. Raises ConfigError."""
    from seedfeed.config.keys import read_config

    return read_config(Path(options.config))


def present() -> datetime:
    """SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else the clock. Raises ConfigError."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        if not re.fullmatch(r"-?[0-9]+", epoch):
            raise ValueError(epoch)
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        fault = Problem("SOURCE_DATE_EPOCH", None, f"expected seconds since 1970, got {epoch!r}")
        raise ConfigError([fault]) from error
