"""URLs of search."""

from __future__ import annotations

from django.urls import path

from roadstead.web.search import search

urlpatterns = [
    path("search", search.search, name="search"),
    path("search/<str:key>", search.search_results, name="search-results"),
]
