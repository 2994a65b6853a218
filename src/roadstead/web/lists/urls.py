"""URLs of watchlists."""

from __future__ import annotations

from django.urls import path

from roadstead.web.lists import (
    brought,
    case_policies,
    handling,
    kept_lists,
    list_quality,
    list_settings,
    lists,
    nominate,
    nominations,
)

urlpatterns = [
    path("lists", lists.lists, name="lists"),
    path("lists/load", lists.load, name="load-list"),
    path("lists/begin", kept_lists.begin, name="begin-list"),
    path("lists/quality", list_quality.list_quality, name="list-quality"),
    path("lists/<int:pk>/entries", kept_lists.kept_list, name="kept-list"),
    path("lists/<int:pk>/entries/<int:row>", kept_lists.entry, name="entry"),
    path("lists/<int:pk>/entries/<int:row>/act", kept_lists.entry_act, name="entry-act"),
    path("lists/<int:pk>/nominate", nominate.nominate, name="nominate"),
    path("lists/<int:pk>/alike", nominate.alike_now, name="entries-alike"),
    path("lists/<int:pk>/bring", brought.bring, name="bring"),
    path("lists/<int:pk>/batches/<str:batch>", brought.batch, name="batch"),
    path("lists/<int:pk>/batches/<str:batch>/act", brought.batch_act, name="batch-act"),
    path("nominations/<int:pk>", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/edit", nominate.edit, name="nomination-edit"),
    path("nominations/<int:pk>/act", nominations.act, name="nomination-act"),
    path("lists/<int:pk>", list_settings.watch_list, name="list"),
    path("lists/<int:pk>/propose", list_settings.propose_settings, name="propose"),
    path("lists/<int:pk>/policy", case_policies.propose_policy, name="propose-policy"),
    path("lists/policies/<int:pk>", case_policies.decide_policy, name="decide-policy"),
    path("lists/<int:pk>/handling", handling.handle, name="set-handling"),
    path("lists/proposals/<int:pk>", list_settings.decide_settings, name="decide-proposal"),
]
