"""`python -m seedfeed` is the command `seedfeed`."""

from seedfeed.cli import run

run()
