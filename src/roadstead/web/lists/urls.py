"""URLs of watchlists."""

from __future__ import annotations

from django.urls import path

from roadstead.web.lists import (
    case_policies,
    handling,
    list_import,
    list_page,
    list_quality,
    list_settings,
    lists,
    manual_lists,
    nominate,
    nominations,
    notice_check,
    photos,
)

urlpatterns = [
    path("lists", lists.lists, name="lists"),
    path("lists/load", lists.load, name="load-list"),
    path("lists/new", lists.new_list, name="new-list"),
    path("lists/quality", list_quality.list_quality, name="list-quality"),
    path("lists/<int:pk>/entries", manual_lists.manual_list, name="manual-list"),
    path("lists/<int:pk>/entries/<int:row>", manual_lists.entry, name="entry"),
    path("lists/<int:pk>/entries/<int:row>/photo", photos.entry_photo, name="entry-photo"),
    path("lists/<int:pk>/entries/<int:row>/act", manual_lists.entry_act, name="entry-act"),
    path("lists/<int:pk>/nominate", nominate.nominate, name="nominate"),
    path("lists/<int:pk>/similar", nominate.similar_entries, name="similar-entries"),
    path("lists/<int:pk>/import", list_import.import_file, name="import-list"),
    path("lists/<int:pk>/batches/<str:batch>", list_import.batch, name="batch"),
    path("lists/<int:pk>/batches/<str:batch>/act", list_import.batch_act, name="batch-act"),
    path("nominations/<int:pk>", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/edit", nominate.edit, name="nomination-edit"),
    path("nominations/<int:pk>/photo", photos.nomination_photo, name="nomination-photo"),
    path("nominations/<int:pk>/act", nominations.act, name="nomination-act"),
    path("lists/<int:pk>", list_page.watch_list, name="list"),
    path("lists/<int:pk>/propose", list_settings.propose_settings, name="propose-settings"),
    path("lists/<int:pk>/policy", case_policies.propose_policy, name="propose-policy"),
    path("lists/policies/<int:pk>", case_policies.decide_policy, name="decide-policy"),
    path("lists/<int:pk>/checked", notice_check.check_notices, name="check-notices"),
    path("lists/<int:pk>/handling", handling.handle, name="set-handling"),
    path("lists/proposals/<int:pk>", list_settings.decide_settings, name="decide-proposal"),
]
