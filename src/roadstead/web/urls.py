"""All URLs of Roadstead: each area has its own in `urls.py`."""

from __future__ import annotations

from django.urls import include, path

AREAS = (
    "arrivals", "alerts", "cargo", "lists", "rules", "cases", "cooperation", "carriers", "trips", "oversight", "admin",
    "guide", "home", "examinations", "search", "requests", "lookouts", "warrants", "log", "vetting", "systems",
    "common",
)  # fmt: skip
urlpatterns = [path("", include(f"roadstead.web.{area}.urls")) for area in AREAS]
