"""A PDF as an answer."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_response(raw: bytes, name: str) -> HttpResponse:
    """Return a PDF to save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(raw, content_type="application/pdf", headers=headers)
