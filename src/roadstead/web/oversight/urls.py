"""URLs of statistics, the audit log and data protection."""

from __future__ import annotations

from django.urls import path

from roadstead.web.oversight import (
    figures,
    holds,
    incidents,
    jobs,
    policies,
    protection,
    record,
    requests,
    stopped_purges,
)

urlpatterns = [
    path("figures", figures.figures, name="figures"),
    path("figures/count", figures.figures_count, name="figures-count"),
    path("audit", record.audit, name="audit"),
    path("requests", requests.requests, name="requests"),
    path("requests/new", requests.new, name="new-request"),
    path("requests/<int:pk>", requests.request_page, name="request"),
    path("restrictions/<int:pk>/lift", requests.lift, name="lift"),
    path("requests/<int:pk>/act", requests.act, name="request-act"),
    path("requests/<int:pk>/enclosed.json", requests.enclosed, name="enclosed"),
    path("holds", holds.holds, name="holds"),
    path("holds/new", holds.new_hold, name="new-hold"),
    path("holds/<int:pk>/act", holds.hold_act, name="hold-act"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/new", incidents.new_incident, name="new-incident"),
    path("incidents/<int:pk>", incidents.incident, name="incident"),
    path("incidents/<int:pk>/act", incidents.incident_act, name="incident-act"),
    path("data-protection", protection.workspace, name="data-protection"),
    path("stopped-deletions", stopped_purges.stopped_purges, name="stopped-purges"),
    path("stopped-deletions/decide", stopped_purges.decide_stopped_purge, name="decide-stopped-purge"),
    path("policies", policies.policies, name="policies"),
    path("policies/<str:name>", policies.policy, name="policy"),
    path("policies/<str:name>/propose", policies.propose_policy, name="propose-policy-rows"),
    path("policy-rows/<int:pk>", policies.policy_row, name="policy-row"),
    path("jobs", jobs.jobs, name="jobs"),
    path("jobs/run", jobs.run_job, name="run-job"),
    path("jobs/retry-rescreen", jobs.retry_rescreen, name="retry-rescreen"),
    path("data-protection/register", protection.processing, name="processing"),
]
