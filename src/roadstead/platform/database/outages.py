"""Detection of faults of the database or the machine, and a loop that survives an unavailable database."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from typing import Final

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection

log = logging.getLogger("roadstead.platform.database")
CONNECTION_ERRORS: Final = (OperationalError, InterfaceError)
PASS_SECONDS: Final = 1.0
MAX_PAUSE_SECONDS: Final = 10.0  # seconds
# SQLSTATE classes of faults that say nothing about the rows at hand: connection, resources, operator, system.
INFRASTRUCTURE_SQLSTATES: Final = ("08", "53", "57", "58")
RESOURCE_ERRNOS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EIO)


def is_infrastructure(error: BaseException) -> bool:
    """Return True if the database or the machine failed: a fault that other work would have run into as well."""
    cause = error.__cause__ or error
    if isinstance(cause, OSError):
        return cause.errno in RESOURCE_ERRNOS
    state = getattr(cause, "sqlstate", None)
    if state is None:  # psycopg gives none when the connection is lost
        return isinstance(error, OperationalError | psycopg.OperationalError)
    return str(state).startswith(INFRASTRUCTURE_SQLSTATES)


def run_repeatedly(
    run_pass: Callable[[], object],
    *,
    heartbeat: Callable[[], object],
    is_stopping: Callable[[], bool],
    rest: Callable[[float], object] = time.sleep,
) -> None:
    """Run a pass, then rest PASS_SECONDS, until stopping. Retry after growing pauses if the database is unreachable."""
    pause = PASS_SECONDS
    while not is_stopping():
        heartbeat()
        try:
            close_old_connections()
            run_pass()
            pause = PASS_SECONDS
            rest(PASS_SECONDS)
        except CONNECTION_ERRORS as error:
            log.warning("cannot reach the database (%s); retrying in %.0f s", type(error).__name__, pause)
            connection.close()
            time.sleep(pause)
            pause = min(2 * pause, MAX_PAUSE_SECONDS)
