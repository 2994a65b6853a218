"""URLs of warrants."""

from __future__ import annotations

from django.urls import path

from roadstead.web.warrants import ask_surrender, new_warrant, warrant_list, warrant_page

urlpatterns = [
    path("warrants", warrant_list.warrants, name="warrants"),
    path("warrants/new", new_warrant.new_warrant, name="new-warrant"),
    path("warrants/<str:reference>", warrant_page.warrant_page, name="warrant"),
    path("warrants/<str:reference>/edit", new_warrant.edit_warrant, name="edit-warrant"),
    path("warrants/<str:reference>/surrender", ask_surrender.ask_surrender, name="ask-surrender"),
    path("warrants/<str:reference>/act", warrant_page.warrant_act, name="warrant-act"),
    path("warrants/<str:reference>/pdf", warrant_page.warrant_pdf, name="warrant-pdf"),
    path("warrants/<str:reference>/files/<int:file>", warrant_page.warrant_file, name="warrant-file"),
]
