"""Client of the operator's malware scanner: a command that reads the file, or a clamd socket (its INSTREAM)."""

from __future__ import annotations

import shlex
import socket
import subprocess
from enum import StrEnum
from typing import Final

from roadstead.engine.sentences import Sentence
from roadstead.platform.timeline.logic.file_types import FileRefused

CLAMD: Final = "clamd:"
TIMEOUT_SECONDS: Final = 60  # for one file
CLEAN, INFECTED = 0, 1  # exit codes, as clamscan and clamdscan have them


class ScanResult(StrEnum):
    """Scan result of a stored file. An infected one is not stored."""

    CLEAN = "clean"
    NOT = "not scanned"


def scan(raw: bytes, scanner: str) -> ScanResult:
    """Scan a file. Raises FileRefused if it is infected, or if the scanner does not answer.

    `scanner`: ROADSTEAD_SCANNER, "" if there is none.
    """
    if not scanner:
        return ScanResult.NOT
    infected = _clamd(raw, scanner.removeprefix(CLAMD)) if scanner.startswith(CLAMD) else _command(raw, scanner)
    if infected:
        raise FileRefused(
            Sentence(
                "The scanner found malware in this file, so it was not added. Do not open it, and tell the operator."
            )
        )
    return ScanResult.CLEAN


def _no_reply(why: Sentence | str) -> Sentence:
    return Sentence(
        "The malware scanner does not answer (%(why)s), so the file was not added. Try again in a few minutes. If it"
        " still fails, tell the operator.",
        {"why": why},
    )


def _command(raw: bytes, command: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, no shell
            shlex.split(command),
            input=raw,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise FileRefused(_no_reply(type(failure).__name__)) from failure
    if done.returncode not in (CLEAN, INFECTED):
        raise FileRefused(_no_reply(f"exit {done.returncode}"))
    return done.returncode == INFECTED


def _clamd(raw: bytes, path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(TIMEOUT_SECONDS)
            line.connect(path)
            line.sendall(b"zINSTREAM\0" + len(raw).to_bytes(4, "big") + raw + bytes(4))
            said = line.recv(4096).rstrip(b"\0").decode(errors="replace")
    except OSError as failure:
        raise FileRefused(_no_reply(type(failure).__name__)) from failure
    if not said.endswith((" OK", " FOUND")):
        raise FileRefused(_no_reply(Sentence("clamd did not say what it found")))
    return said.endswith(" FOUND")
