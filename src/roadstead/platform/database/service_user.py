"""System user without login or home that owns and runs PostgreSQL, which refuses to run as root, when we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from roadstead.platform.database.layout import UnableToStart

SERVICE_USER = "roadstead"
# Nothing of the caller's environment reaches the server: a stray PGDATA or PGOPTIONS would change what it does.
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def service_user() -> str | None:
    """Return the name of the user that PostgreSQL runs as; None if it can run as the current user."""
    return SERVICE_USER if os.geteuid() == 0 else None


def ensure_user(user: str | None) -> None:
    """Create the system user if it is missing, which needs root. None: nothing to do."""
    if user is None or _exists(user):
        return
    if shutil.which("useradd", path=ENVIRONMENT["PATH"]) is None:
        raise UnableToStart(f"the system user {user!r} is missing and useradd is not installed; create the user")
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    done = _run([*command, "--shell", "/usr/sbin/nologin", user])
    if not _exists(user):  # checked again, because another start may have been first
        raise UnableToStart(f"cannot create the system user {user!r}: {done.stderr.strip()}")


def ids(user: str | None) -> tuple[int, int]:
    """Return the user and group number that own the database. Raises KeyError if the user does not exist yet."""
    if user is None:
        return os.geteuid(), os.getegid()
    known = pwd.getpwnam(user)
    return known.pw_uid, known.pw_gid


def run_as(
    user: str | None, command: Sequence[str], *, stdin: str = "", timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `command` as the service user, outside our folder and environment; `stdin` is its standard input."""
    if user is None:
        return _run(command, given=stdin, timeout=timeout)
    uid, gid = ids(user)
    return _run(command, given=stdin, timeout=timeout, user=uid, group=gid)


def refuse_closed_folders(user: str | None, path: Path, what: str) -> None:
    """Raise UnableToStart if a folder above `path` is closed to the service user. We open no folders of others."""
    script = 'for folder; do test -x "$folder" || { echo "$folder"; exit 1; }; done'
    above = [str(folder) for folder in reversed(path.resolve().parents)]
    closed = run_as(user, ["/bin/sh", "-c", script, "sh", *above]).stdout.strip()
    if closed:
        raise UnableToStart(
            f"{what} is in {path}, but the user {user or pwd.getpwuid(os.geteuid()).pw_name!r}, which runs PostgreSQL, "
            f"has no access to {closed}; set ROADSTEAD_HOME to a folder open to that user, such as /var/lib/roadstead"
        )


def _run(
    command: Sequence[str],
    *,
    given: str = "",
    timeout: float | None = None,
    user: int | None = None,
    group: int | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own binaries and constants, no shell
        command,
        input=given,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        umask=0o077,
        user=user,
        group=group,
        extra_groups=None if user is None else [],
    )


def _exists(user: str) -> bool:
    try:
        return pwd.getpwnam(user).pw_uid != 0
    except KeyError:
        return False
