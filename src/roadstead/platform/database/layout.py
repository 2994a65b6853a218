"""Paths of our own PostgreSQL under ROADSTEAD_HOME, and its connection URL: a private socket, never TCP."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SOCKET_PORT = "5432"  # only the suffix of the socket's name


class UnableToStart(Exception):
    """PostgreSQL cannot be started here; the message says why and what to do."""


class UnableToStop(Exception):
    """PostgreSQL did not stop in time; the message says what is still running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One PostgreSQL server of ours. All in `folder` was made by us and belongs to `user` (None: the current user)."""

    folder: Path
    data: Path
    run: Path  # the socket's folder, mode 0700
    log: Path  # the server's log file
    user: str | None

    def url(self, database: str, role: str, password: str = "") -> str:
        """Return the connection URL through the socket. `postgres` needs no password (peer authentication)."""
        secret = f":{_quoted(password)}" if password else ""
        where = f"host={_quoted(str(self.run))}&port={SOCKET_PORT}"
        return f"postgresql://{_quoted(role)}{secret}@/{_quoted(database)}?{where}"


def _quoted(text: str) -> str:
    return quote(text, safe="")
