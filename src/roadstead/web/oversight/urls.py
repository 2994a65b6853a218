"""URLs of statistics, the audit log and data protection."""

from __future__ import annotations

from django.urls import path

from roadstead.web.oversight import (
    audit,
    data_protection,
    holds,
    incidents,
    jobs,
    policies,
    statistics,
    stopped_purges,
    subject_requests,
)

urlpatterns = [
    path("statistics", statistics.statistics, name="statistics"),
    path("statistics/count", statistics.count_statistics, name="statistics-count"),
    path("audit", audit.audit, name="audit"),
    path("subject-requests", subject_requests.subject_requests, name="subject-requests"),
    path("subject-requests/new", subject_requests.new_subject_request, name="new-subject-request"),
    path("subject-requests/<int:pk>", subject_requests.subject_request, name="subject-request"),
    path("restrictions/<int:pk>/lift", subject_requests.lift_restriction, name="lift-restriction"),
    path("subject-requests/<int:pk>/act", subject_requests.act_on_subject_request, name="subject-request-act"),
    path("subject-requests/<int:pk>/enclosed.json", subject_requests.enclosed, name="enclosed"),
    path("holds", holds.holds, name="holds"),
    path("holds/new", holds.new_hold, name="new-hold"),
    path("holds/<int:pk>/act", holds.hold_act, name="hold-act"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/new", incidents.new_incident, name="new-incident"),
    path("incidents/<int:pk>", incidents.incident, name="incident"),
    path("incidents/<int:pk>/act", incidents.incident_act, name="incident-act"),
    path("data-protection", data_protection.workspace, name="data-protection"),
    path("stopped-deletions", stopped_purges.stopped_purges, name="stopped-purges"),
    path("stopped-deletions/decide", stopped_purges.decide_stopped_purge, name="decide-stopped-purge"),
    path("policies", policies.policies, name="policies"),
    path("policies/<str:name>", policies.policy, name="policy"),
    path("policies/<str:name>/propose", policies.propose_policy, name="propose-policy-rows"),
    path("policy-rows/<int:pk>", policies.policy_row, name="policy-row"),
    path("jobs", jobs.jobs, name="jobs"),
    path("jobs/run", jobs.run_job, name="run-job"),
    path("jobs/retry-rescreen", jobs.retry_rescreen, name="retry-rescreen"),
    path("data-protection/register", data_protection.processing, name="processing"),
]
