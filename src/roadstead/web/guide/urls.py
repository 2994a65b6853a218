"""URLs of the guide."""

from __future__ import annotations

from django.urls import path

from roadstead.web.guide import guide

urlpatterns = [
    path("guide/<slug:page>", guide.guide_page, name="guide"),
    path("guide/pictures/<slug:picture>.webp", guide.picture, name="guide-picture"),
]
