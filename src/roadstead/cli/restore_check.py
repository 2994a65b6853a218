"""Check for a database that was restored from a backup and is older than the journal of deletions (S10)."""

from __future__ import annotations

from pathlib import Path

from roadstead.cli.console import CommandFailed
from roadstead.cli.django_setup import set_up


def refuse_restored_database(home: Path) -> None:
    """Raise CommandFailed if deletions must be replayed first. An unavailable database is reported elsewhere."""
    set_up()
    from django.db import DatabaseError, connection  # usable only now

    from roadstead.oversight.retention.replay import missing

    try:
        if missing(home):
            raise CommandFailed("this database was restored from a backup; run `roadstead purge --replay` first")
    except DatabaseError:
        return
    finally:
        connection.close()
