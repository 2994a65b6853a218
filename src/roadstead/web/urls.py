"""Every address of Roadstead, on one page."""

from __future__ import annotations

from django.urls import path

from roadstead.web.api import api

urlpatterns = [
    path("api/v1/", api.urls),
]
