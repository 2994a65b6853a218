"""The message behind a row, where this person may open it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from roadstead.filings.intake.models import Message


def with_message(path: str) -> Prefetch[Any]:
    """To prefetch the message at `path`, without its bytes.

    Never by a join: a body that also holds lists of other states is not open to this one, the database hides it, and
    a join would hide the traveller with it. Prefetched, the message is merely missing.
    """
    return Prefetch(path, queryset=Message.objects.defer("raw"))
