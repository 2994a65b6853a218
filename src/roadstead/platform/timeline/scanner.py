"""Client of the operator's malware scanner: a command that reads the file, or a clamd socket (its INSTREAM)."""

from __future__ import annotations

import shlex
import socket
import subprocess
from enum import StrEnum
from typing import Final

from roadstead.platform.timeline.logic.kinds import Unfit

CLAMD: Final = "clamd:"
SECONDS: Final = 60  # for one file
CLEAN, INFECTED = 0, 1  # exit codes, as clamscan and clamdscan have them
SILENT: Final = (
    "The scanner for malware does not answer ({why}), so nothing was kept. Try again in a few minutes; if it stays so, "
    "tell the operator."
)


class Scanned(StrEnum):
    """Scan result of a stored file. An infected one is not stored."""

    CLEAN = "clean"
    NOT = "not scanned"


def scan(raw: bytes, scanner: str) -> Scanned:
    """Scan a file. Raises Unfit if it is infected, or if the scanner does not answer.

    `scanner`: ROADSTEAD_SCANNER, "" if there is none.
    """
    if not scanner:
        return Scanned.NOT
    infected = _clamd(raw, scanner.removeprefix(CLAMD)) if scanner.startswith(CLAMD) else _command(raw, scanner)
    if infected:
        raise Unfit("The scanner finds malware in this file: nothing was kept. Do not open it, and tell the operator.")
    return Scanned.CLEAN


def _command(raw: bytes, command: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, no shell
            shlex.split(command),
            input=raw,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise Unfit(SILENT.format(why=type(failure).__name__)) from failure
    if done.returncode not in (CLEAN, INFECTED):
        raise Unfit(SILENT.format(why=f"exit {done.returncode}"))
    return done.returncode == INFECTED


def _clamd(raw: bytes, path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(SECONDS)
            line.connect(path)
            line.sendall(b"zINSTREAM\0" + len(raw).to_bytes(4, "big") + raw + bytes(4))
            said = line.recv(4096).rstrip(b"\0").decode(errors="replace")
    except OSError as failure:
        raise Unfit(SILENT.format(why=type(failure).__name__)) from failure
    if not said.endswith((" OK", " FOUND")):
        raise Unfit(SILENT.format(why="clamd did not say what it found"))
    return said.endswith(" FOUND")
