"""A PDF as an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.models import HasTimeline


def pdf_response(raw: bytes, name: str) -> HttpResponse:
    """Return a PDF to save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(raw, content_type="application/pdf", headers=headers)


def proof_of_history(row: HasTimeline) -> list[str]:
    """Return if the history verifies, and its digest: the hash of its last event, which covers all before."""
    if broken := first_broken(row):
        text = _("The history was changed outside Roadstead from event %(number)d on. Do not rely on it.")
        return [text % {"number": broken}]
    text = _("The hash chain of all %(number)d events was checked and is unbroken.") % {"number": row.edition}
    return [text, _("Digest of the history: SHA-256 %(hash)s") % {"hash": row.head}]
