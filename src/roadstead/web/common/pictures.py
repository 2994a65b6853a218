"""Photos as responses: shown on our pages only, and stored by no browser (`middleware.no_store`)."""

from __future__ import annotations

from django.http import HttpResponse

from roadstead.targeting.watchlists.models import Photo


def photo_response(photo: Photo) -> HttpResponse:
    """Return the JPEG. The caller has checked who may see it, and logged the reading."""
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"', "Cross-Origin-Resource-Policy": "same-origin"}
    return HttpResponse(bytes(photo.content), content_type="image/jpeg", headers=headers)
