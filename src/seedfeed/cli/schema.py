"""seedfeed schema"""

from __future__ import annotations

import argparse

from seedfeed.cli.options import OK

#: Where `init` writes it, beside the config.
SCHEMA = "config.schema.json"
HELP = "print the JSON Schema of config.yaml"
MORE = """\
Editors that know it complete keys and underline what is wrong. `init` writes it to
config.schema.json and names it in the first line of the config:
# yaml-language-server: $schema=config.schema.json"""
EXIT_STATUS = "  0  printed\n"


def add_options(_: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_: argparse.Namespace) -> int:
    print(text_of_schema(), end="")
    return OK


def text_of_schema() -> str:
    """The schema as a file has it."""
    import json

    from seedfeed.config.table import schema

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
