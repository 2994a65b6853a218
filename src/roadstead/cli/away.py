"""A command that needs the database says in one line that it does not answer, instead of a traceback."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from roadstead.config import config

# Names of the drivers' exceptions: commands that need no database must not import the drivers.
CONNECTION_ERRORS: Final = {"django.db.utils.OperationalError", "psycopg.OperationalError"}
# SQLSTATE: connection failures, shut-down or start-up of the server, no such database or role, wrong password, too many
NOT_CONNECTED: Final = ("08", "57P", "3D000", "28", "53300")


def is_away(failure: BaseException) -> bool:
    """Whether no connection to the database could be made, or it was lost."""
    if f"{type(failure).__module__}.{type(failure).__qualname__}" not in CONNECTION_ERRORS and not _state(failure):
        return False
    return not _state(failure) or _state(failure).startswith(NOT_CONNECTED)


def no_database() -> str:
    """What is wrong and what to do, without a password."""
    settings = config()
    if not settings.database_url:
        return f"the database under {settings.home} does not answer; start it with ./roadstead up"
    host = urlsplit(settings.database_url).hostname or "this machine"
    return f"the database on {host} does not answer; check that server and ROADSTEAD_DATABASE_URL"


def _state(failure: BaseException) -> str:
    """The SQLSTATE that PostgreSQL gave, "" where no answer came."""
    return str(getattr(failure.__cause__ or failure, "sqlstate", None) or "")
