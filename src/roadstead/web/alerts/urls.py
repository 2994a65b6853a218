"""URLs of alerts."""

from __future__ import annotations

from django.urls import path

from roadstead.web.alerts import acts, alert_page, bulk_clear, checks, cleared, desk, hits, outcomes, photo, queue

urlpatterns = [
    path("desk", desk.desk, name="desk"),
    path("desk/outcome", desk.desk_outcome, name="desk-outcome"),
    path("alerts", queue.alert_queue, name="queue"),
    path("alerts/<int:pk>", alert_page.alert, name="alert"),
    path("alerts/<int:pk>/photo", photo.alert_photo, name="alert-photo"),
    path("alerts/<int:pk>/act", acts.act, name="alert-act"),
    path("alerts/<int:pk>/break-glass", acts.break_glass, name="break-glass"),
    path("alerts/<int:pk>/presence", acts.report_presence, name="presence"),
    path("alerts/<int:pk>/similar", bulk_clear.similar_alerts, name="similar-alerts"),
    path("alerts/<int:pk>/outcome", outcomes.record_outcome, name="record-outcome"),
    path("alerts/<int:pk>/checks", checks.record_check_made, name="record-check"),
    path("alerts/<int:pk>/hit-confirmation", hits.request_hit_confirmation, name="request-hit"),
    path("alerts/<int:pk>/powers", hits.record_power_used, name="record-power"),
    path("alerts/<int:pk>/follow-ups/<int:number>", outcomes.act_on_follow_up, name="follow-up"),
    path("cleared", cleared.cleared, name="cleared"),
    path("cleared/suppressed", cleared.suppressed_matches, name="suppressed-matches"),
    path("cleared/<int:pk>", cleared.cleared_pair, name="cleared-pair"),
    path("cleared/<int:pk>/act", cleared.act_on_cleared_pair, name="cleared-pair-act"),
]
