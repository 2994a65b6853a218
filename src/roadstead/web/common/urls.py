"""URLs of the server's health."""

from __future__ import annotations

from django.urls import path

from roadstead.web.common import readiness

urlpatterns = [
    path("readyz", readiness.readyz, name="readyz"),
]
