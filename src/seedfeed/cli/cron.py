"""seedfeed cron"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections.abc import Sequence

from seedfeed.cli.options import OK, add_config, config_of
from seedfeed.cli.program import INSTALL, lasting
from seedfeed.report import ConfigError, Problem

HELP = "print a crontab line and systemd units"
MORE = "For the folder of the config, with absolute paths. Installs nothing."
EXIT_STATUS = "  0  printed\n  2  wrong usage or config\n"

_TEXT = """\
# For cron: `crontab -e`, and add this line. It says nothing, and sends no mail, unless something is wrong.
{crontab}
#
# Or with a log of what each build does, and when:
# {logged}

# Or for systemd: these two files, then `systemctl enable --now {name}.timer`.
# The service can write to the folders of the feeds and of the cache, and to nothing else: run
# `seedfeed build` once before, so that both are there.

# /etc/systemd/system/{name}.service
[Unit]
Description=seedfeed: {title}
# To be told: a unit that sends mail, say. It starts after every run that fails, until the problem is mended.
#OnFailure=

[Service]
Type=oneshot
User={user}
ExecStart={command}
Nice=10
ProtectSystem=strict
ReadWritePaths={folders}
CapabilityBoundingSet=
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateNetwork=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service

# /etc/systemd/system/{name}.timer
[Unit]
Description=seedfeed: {title}, every ten minutes

[Timer]
OnCalendar=*:0/10
Persistent=true

[Install]
WantedBy=timers.target
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    config = config_of(options)
    path = os.path.abspath(options.config)
    command = lasting()
    if command is None:
        reason = f"runs from a cache, which may be cleared ({sys.prefix}); install it first: {INSTALL}"
        raise ConfigError([Problem("seedfeed", None, reason)])
    try:
        text = cron_text(
            command=[*command, "build", "--config", path],
            folders=[os.path.abspath(config.output), os.path.abspath(config.cache.parent)],
            title=config.title,
            user=_user(),
            folder=os.path.basename(os.path.dirname(path)),
            log=os.path.join(os.path.dirname(path), "feeds.log"),
        )
    except ValueError as error:
        raise ConfigError([Problem(options.config, None, f"{error}: move the folder")]) from error
    print(text, end="")
    return OK


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container, users have no names
        return str(os.getuid())


def cron_text(
    *, command: Sequence[str], folders: Sequence[str], title: str, user: str, folder: str, log: str
) -> str:
    """What to paste: `command` is run every ten minutes, and may write to `folders` (absolute paths).

    A second line, to take instead, appends what is said to `log`. `folder` names the units. Raises
    ValueError for a path with a line break, which no crontab can hold.
    """
    if any(re.search(r"[\r\n]", word) for word in (*command, *folders)):
        raise ValueError("a path with a line break")
    name = "-".join(("seedfeed", *re.findall("[a-z0-9]+", folder.lower())))  # systemd.unit: no other letters
    return _TEXT.format(
        crontab=_crontab(shlex.join([*command, "--quiet"])),
        logged=_crontab(f"(date; {shlex.join(command)}) >>{shlex.quote(log)} 2>&1"),
        command=" ".join(_quoted(word).replace("$", "$$") for word in (*command, "--quiet")),
        folders=" ".join(_quoted(folder, mark="-") for folder in folders),
        title=title.replace("%", "%%"),
        user=user,
        name=name,
    )


def _crontab(command: str) -> str:
    """The line of a crontab that runs a command of the shell; a bare % would end it (crontab(5))."""
    return "*/10 * * * * " + command.replace("%", r"\%")


def _quoted(word: str, mark: str = "") -> str:
    """A word of a unit file (systemd.syntax, systemd.unit: Specifiers). `mark` comes before a path."""
    word = mark + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return word if re.fullmatch(r"[\w%@+=:,./-]+", word) else f'"{word}"'
