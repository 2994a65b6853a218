"""All URLs of Roadstead: each area has its own in `urls.py`."""

from __future__ import annotations

from django.urls import include, path

AREAS = (
    "arrivals", "alerts", "cargo", "lists", "rules", "cases", "cooperation", "carriers", "oversight", "admin", "guide",
    "home", "common",
)  # fmt: skip
urlpatterns = [path("", include(f"roadstead.web.{area}.urls")) for area in AREAS]
