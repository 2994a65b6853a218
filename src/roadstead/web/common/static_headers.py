"""Headers of static files."""

from __future__ import annotations

from typing import Final
from wsgiref.headers import Headers

WORKER: Final = "roadstead/brief-worker.js"


def static_headers(headers: Headers, _path: str, url: str) -> None:
    """Let the service worker of arrival briefs open pages of voyages, which are outside its folder."""
    if url.endswith(WORKER):
        headers["Service-Worker-Allowed"] = "/voyages/"
