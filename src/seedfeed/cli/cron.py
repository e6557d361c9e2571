"""How to have a folder built again and again: a line for crontab, units for systemd. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

_TEXT = """\
# For cron: `crontab -e`, and add this line. It says nothing, and sends no mail, unless something is wrong.
{crontab}

# Or for systemd: these two files, then `systemctl enable --now {name}.timer`.
# The service can write to the folders of the feeds and of the cache, and to nothing else: run
# `seedfeed build` once before, so that both are there.

# /etc/systemd/system/{name}.service
[Unit]
Description=seedfeed: {title}

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


def cron_text(*, command: Sequence[str], folders: Sequence[str], title: str, user: str, folder: str) -> str:
    """What to paste: `command` is run every ten minutes, and may write to `folders` (absolute paths).

    `folder` names the units. Raises ValueError for a path with a line break, which no crontab can hold.
    """
    if any(re.search(r"[\r\n]", word) for word in (*command, *folders)):
        raise ValueError("a path with a line break")
    name = "-".join(("seedfeed", *re.findall("[a-z0-9]+", folder.lower())))  # systemd.unit: no other letters
    return _TEXT.format(
        crontab="*/10 * * * * " + shlex.join(command).replace("%", r"\%"),  # to cron, a bare % ends the line
        command=" ".join(_quoted(word).replace("$", "$$") for word in command),
        folders=" ".join(_quoted(folder, mark="-") for folder in folders),
        title=title.replace("%", "%%"),
        user=user,
        name=name,
    )


def _quoted(word: str, mark: str = "") -> str:
    """A word of a unit file (systemd.syntax, systemd.unit: Specifiers). `mark` stands before a path."""
    word = mark + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return word if re.fullmatch(r"[\w%@+=:,./-]+", word) else f'"{word}"'
