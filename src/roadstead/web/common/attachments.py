"""A stored file as an answer: to be saved, never shown."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from roadstead.platform.timeline.logic.file_types import KINDS
from roadstead.platform.timeline.models import Attachment

# If a browser opens the file all the same, it runs nothing of it and fetches nothing.
HEADERS: Final = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


def attachment_response(row: Attachment) -> HttpResponse:
    """Return the file as it was uploaded."""
    response = HttpResponse(bytes(row.content), content_type=KINDS[row.kind].media, headers=HEADERS)
    response["Content-Disposition"] = content_disposition_header(True, row.name)
    return response
