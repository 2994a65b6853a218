"""URLs of the home page and of the page with all places."""

from __future__ import annotations

from django.urls import path

from roadstead.web.home import home

urlpatterns = [
    path("", home.home, name="home"),
    path("more", home.all_places, name="more"),
]
