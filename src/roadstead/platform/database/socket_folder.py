"""Folder of the server's socket: inside the cluster, or a short private one where the path would not fit."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from roadstead.platform.database.layout import SOCKET_PORT
from roadstead.platform.database.service_user import ids

MAX_SOCKET_PATH_BYTES = 107  # bytes of a Unix socket's path on Linux (sun_path, less its closing zero)
RECORD_FILE = "socket-folder"  # file in ROADSTEAD_HOME that names the short folder


def socket_folder(home: Path, inside: Path, user: str | None) -> Path:
    """Return `inside` where a socket fits, else the folder recorded in `home`; record a new one if there is none."""
    fits = len(os.fsencode(inside / f".s.PGSQL.{SOCKET_PORT}")) <= MAX_SOCKET_PATH_BYTES
    if fits and "," not in str(inside):  # clients take a comma for the end of a server's name
        return inside
    record = home / RECORD_FILE
    known = _recorded(record)
    if known is not None and not is_foreign(known, user):
        return known
    return _choose_folder(record)


def is_foreign(folder: Path, user: str | None) -> bool:
    """Return True if the path exists and is not a private folder of the user's, or is a link."""
    try:
        found = folder.lstat()
        return not stat.S_ISDIR(found.st_mode) or found.st_uid != ids(user)[0] or bool(found.st_mode & 0o077)
    except FileNotFoundError:
        return False
    except KeyError:  # it exists, and our user does not yet
        return True


def _recorded(record: Path) -> Path | None:
    try:
        return Path(record.read_text().strip())
    except FileNotFoundError:
        return None


def _choose_folder(record: Path) -> Path:
    """Choose a name that nobody can guess, so that nobody can occupy it first; two callers at once agree on one."""
    record.parent.mkdir(parents=True, exist_ok=True)
    chosen = Path("/tmp") / f"roadstead-{secrets.token_hex(8)}"  # noqa: S108 - made with 0700 and its owner checked
    draft = record.with_name(f"{RECORD_FILE}.{secrets.token_hex(4)}")
    draft.write_text(f"{chosen}\n")
    old = _recorded(record)
    if old is None:
        return _put_in_place(draft, record)
    draft.replace(record)
    return chosen


def _put_in_place(draft: Path, record: Path) -> Path:
    """Put the draft in place unless another process was first; return what is recorded."""
    try:
        os.link(draft, record)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return Path(record.read_text().strip())
