"""URLs of alerts."""

from __future__ import annotations

from django.urls import path

from roadstead.web.alerts import acts, alert_page, alike, cleared, outcomes, queue

urlpatterns = [
    path("alerts", queue.alert_queue, name="queue"),
    path("alerts/<int:pk>", alert_page.alert, name="alert"),
    path("alerts/<int:pk>/act", acts.act, name="act"),
    path("alerts/<int:pk>/open", acts.open_restricted, name="open-restricted"),
    path("alerts/<int:pk>/here", acts.here, name="here"),
    path("alerts/<int:pk>/alike", alike.alike_alerts, name="alike"),
    path("alerts/<int:pk>/outcome", outcomes.record_outcome, name="record-outcome"),
    path("alerts/<int:pk>/follow-ups/<int:number>", outcomes.act_on_follow_up, name="follow-up"),
    path("cleared", cleared.cleared, name="cleared"),
    path("cleared/not-raised", cleared.kept_back, name="kept-back"),
    path("cleared/<int:pk>", cleared.pair, name="pair"),
    path("cleared/<int:pk>/act", cleared.pair_act, name="pair-act"),
]
