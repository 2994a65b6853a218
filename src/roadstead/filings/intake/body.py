"""The body of a message out of the database, piece by piece.

The database's client keeps room for the largest answer it ever had, twice the bytes of a body in it, as long as the
connection lives: a worker that once took a manifest of forty megabytes whole would be eighty larger from then on.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.db import connection

from roadstead.filings.intake.models import Message

PIECE: Final = 4 * 1024 * 1024  # bytes
ASKED: Final = "select substring(raw from %s for %s) from intake_message where id = %s"


def body_of(message: Message) -> bytes:
    """As it is stored; nothing while its use is restricted (S34)."""
    found = BytesIO()
    with connection.cursor() as cursor:
        while not message.is_restricted and found.tell() % PIECE == 0:
            cursor.execute(ASKED, [found.tell() + 1, PIECE, message.pk])
            (piece,) = cursor.fetchone()
            if not found.write(piece):
                break
    return found.getvalue()
