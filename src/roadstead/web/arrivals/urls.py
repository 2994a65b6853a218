"""URLs of arrivals and voyages."""

from __future__ import annotations

from django.urls import path

from roadstead.web.arrivals import arrivals, brief, brief_outcomes, counter, craft, versions, voyages

urlpatterns = [
    path("arrivals", arrivals.arrivals, name="arrivals"),
    path("arrivals/map", arrivals.arrivals_map, name="arrivals-map"),
    path("arrivals/news", arrivals.arrivals_news, name="arrivals-news"),
    path("voyages/<int:pk>", voyages.voyage, name="voyage"),
    path("counter", counter.counter, name="counter"),
    path("voyages/<int:pk>/print", counter.print_list, name="print-list"),
    path("voyages/<int:pk>/brief", brief.brief, name="brief"),
    path("voyages/<int:pk>/brief/outcomes", brief_outcomes.brief_outcome, name="brief-outcome"),
    path("voyages/<int:pk>/craft", craft.craft, name="craft"),
    path("voyages/<int:pk>/versions", versions.voyage_versions, name="versions"),
    path("voyages/<int:pk>/versions/<int:one>/<int:other>", versions.compare_versions, name="version-compare"),
    path("voyages/<int:pk>/travellers/<int:traveller>", versions.traveller_history, name="traveller-history"),
    path("voyages/<int:pk>/bookings/<int:booking>", versions.booking, name="booking"),
]
