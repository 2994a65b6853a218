"""URLs of the directory, law, decisions of bodies, notices, channels and duty."""

from __future__ import annotations

from django.urls import path

from roadstead.web.cooperation import (
    cards,
    channels,
    decision_page,
    decisions,
    directory,
    directory_acts,
    duty,
    duty_feed,
    law,
    notices,
    pathways,
    routing,
    state_law,
)

urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/acknowledge", notices.acknowledge_notices, name="acknowledge-all"),
    path("notices/<int:pk>/acknowledge", notices.acknowledge_notice, name="acknowledge"),
    path("directory", directory.directory, name="directory"),
    path("directory/add", directory.add, name="add-organisation"),
    path("directory/measures", routing.measure_table, name="directory-measures"),
    path("directory/pathways", pathways.pathways, name="pathways"),
    path("directory/cards/<str:state>", cards.duty_card, name="duty-card"),
    path("directory/points/<int:pk>/vcard", cards.vcard, name="vcard"),
    path("directory/methods/<int:pk>", directory_acts.record_contact, name="record-contact"),
    path("directory/agreements/<int:pk>", directory_acts.decide_agreement, name="decide-agreement"),
    path("directory/<str:code>", directory.organisation, name="organisation"),
    path("directory/<str:code>/act", directory_acts.act, name="organisation-act"),
    path("law", law.law, name="law"),
    path("law/<str:state>", state_law.state_law, name="state-law"),
    path("decisions", decisions.decisions, name="decisions"),
    path("decisions/new", decisions.new_decision, name="new-decision"),
    path("decisions/<int:pk>", decision_page.body_decision, name="body-decision"),
    path("decisions/<int:pk>/act", decision_page.decision_act, name="decision-act"),
    path("decisions/<int:pk>/file", decision_page.decision_file, name="decision-file"),
    path("duty", duty.duty, name="duty"),
    path("duty/add", duty.add_duty, name="add-duty"),
    path("duty/<int:pk>/end", duty.end_duty, name="end-duty"),
    path("duty/feed", duty_feed.change_feed, name="change-duty-feed"),
    path("duty/feed/<str:secret>", duty_feed.feed, name="duty-feed"),
    path("channels", channels.channels, name="channels"),
    path("channels/add", channels.add_channel, name="add-channel"),
    path("channels/<int:pk>", channels.change_channel, name="change-channel"),
    path("channels/deliveries/<int:pk>/retry", channels.retry_delivery, name="retry-delivery"),
]
