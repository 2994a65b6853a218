"""The folder of the server's socket: inside the cluster, or a short private one where its name would not do."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from roadstead.platform.database.layout import SOCKET_PORT
from roadstead.platform.database.service_user import ids

LONGEST = 107  # bytes of a Unix socket's name on Linux (sun_path, less its closing zero)
RECORD = "socket-folder"  # file in ROADSTEAD_HOME that names the short folder


def socket_folder(home: Path, inside: Path, user: str | None) -> Path:
    """`inside` where a socket fits, else the folder recorded in `home`; a new name is recorded when there is none."""
    fits = len(os.fsencode(inside / f".s.PGSQL.{SOCKET_PORT}")) <= LONGEST
    if fits and "," not in str(inside):  # clients take a comma for the end of a server's name
        return inside
    record = home / RECORD
    known = _recorded(record)
    if known is not None and not is_foreign(known, user):
        return known
    return _choose(record)


def is_foreign(folder: Path, user: str | None) -> bool:
    """Whether something of another user's (or a link) stands at that name. A folder not there yet is nobody's."""
    try:
        found = folder.lstat()
        return not stat.S_ISDIR(found.st_mode) or found.st_uid != ids(user)[0] or bool(found.st_mode & 0o077)
    except FileNotFoundError:
        return False
    except KeyError:  # it stands there, and our user does not exist yet
        return True


def _recorded(record: Path) -> Path | None:
    try:
        return Path(record.read_text().strip())
    except FileNotFoundError:
        return None


def _choose(record: Path) -> Path:
    """A name nobody can guess, so that nobody can stand there first; two callers at once settle on one."""
    record.parent.mkdir(parents=True, exist_ok=True)
    chosen = Path("/tmp") / f"roadstead-{secrets.token_hex(8)}"  # noqa: S108 - made with 0700 and its owner checked
    draft = record.with_name(f"{RECORD}.{secrets.token_hex(4)}")
    draft.write_text(f"{chosen}\n")
    old = _recorded(record)
    if old is None:
        return _settle(draft, record)
    draft.replace(record)
    return chosen


def _settle(draft: Path, record: Path) -> Path:
    """Put the draft in place unless another process was first; return what is recorded."""
    try:
        os.link(draft, record)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return Path(record.read_text().strip())
