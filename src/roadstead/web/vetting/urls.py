"""URLs of vetting."""

from __future__ import annotations

from django.urls import path

from roadstead.web.vetting import files, matches, new_sheet, sheet_page, sheets

urlpatterns = [
    path("vetting", sheets.vetting, name="vetting"),
    path("vetting/new", new_sheet.new_vetting, name="new-vetting"),
    path("vetting/template.csv", files.vetting_template, name="vetting-template"),
    path("vetting/check", files.check_vetting_letter, name="check-vetting-letter"),
    path("vetting/<int:pk>", sheet_page.vetting_sheet, name="vetting-sheet"),
    path("vetting/<int:pk>/act", sheet_page.vetting_act, name="vetting-act"),
    path("vetting/<int:pk>/letter", files.vetting_letter, name="vetting-letter"),
    path("vetting/matches/<int:pk>", matches.vetting_match, name="vetting-match"),
    path("vetting/matches/<int:pk>/act", matches.vetting_match_act, name="vetting-match-act"),
]
