"""Whether the database or the machine is at fault, and not the rows that are worked on."""

from __future__ import annotations

import errno
from typing import Final

import psycopg
from django.db import OperationalError

# SQLSTATE classes of faults that say nothing about the rows at hand: connection, resources, operator, system.
INFRASTRUCTURE: Final = ("08", "53", "57", "58")
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EIO)


def is_infrastructure(error: BaseException) -> bool:
    """Whether the database or the machine failed: a fault that other work would have met as well."""
    cause = error.__cause__ or error
    if isinstance(cause, OSError):
        return cause.errno in NO_ROOM
    state = getattr(cause, "sqlstate", None)
    if state is None:  # psycopg gives none when the connection is lost
        return isinstance(error, OperationalError | psycopg.OperationalError)
    return str(state).startswith(INFRASTRUCTURE)
