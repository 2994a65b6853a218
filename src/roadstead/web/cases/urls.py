"""URLs of cases."""

from __future__ import annotations

from django.urls import path

from roadstead.web.cases import case_export, case_files, case_page, case_tasks, cases

urlpatterns = [
    path("cases", cases.cases, name="cases"),
    path("cases/new", cases.new_case, name="new-case"),
    path("cases/tasks", case_tasks.case_tasks, name="case-tasks"),
    path("cases/<int:pk>", case_page.case, name="case"),
    path("cases/<int:pk>/act", case_page.case_act, name="case-act"),
    path("cases/<int:pk>/files", case_files.add_case_file, name="add-case-file"),
    path("cases/<int:pk>/files/<int:file>", case_files.case_file, name="case-file"),
    path("cases/<int:pk>/export", case_export.case_export, name="case-export"),
]
