"""URLs of cargo."""

from __future__ import annotations

from django.urls import path

from roadstead.web.cargo import cargo, lanes, links

urlpatterns = [
    path("voyages/<int:pk>/cargo", cargo.voyage_cargo, name="cargo"),
    path("bills/<int:pk>", cargo.bill, name="bill"),
    path("bills/<int:pk>/links", links.bill_links, name="bill-links"),
    path("firms/<int:pk>", cargo.firm, name="firm"),
    path("firms/<int:pk>/links", links.firm_links, name="firm-links"),
    path("voyages/<int:pk>/links", links.voyage_links, name="voyage-links"),
    path("alerts/<int:pk>/links", links.alert_links, name="alert-links"),
    path("lanes", lanes.lane_table, name="lanes"),
]
