"""URLs of rules."""

from __future__ import annotations

from django.urls import path

from roadstead.web.rules import rule_acts, rules

urlpatterns = [
    path("rules", rules.rules, name="rules"),
    path("rules/new", rule_acts.new_rule, name="new-rule"),
    path("rules/export", rule_acts.export_rules, name="export-rules"),
    path("rules/import", rule_acts.import_rules, name="import-rules"),
    path("rules/<int:pk>", rules.rule, name="rule"),
    path("rules/<int:pk>/edit", rule_acts.edit_rule, name="edit-rule"),
    path("rules/<int:pk>/act", rule_acts.rule_act, name="rule-act"),
]
