"""Addresses of notices, channels and duty."""

from __future__ import annotations

from django.urls import path

from roadstead.web.cooperation import channels, duty, notices

urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/acknowledge", notices.acknowledge_notices, name="acknowledge-all"),
    path("notices/<int:pk>/acknowledge", notices.acknowledge_notice, name="acknowledge"),
    path("duty", duty.duty, name="duty"),
    path("duty/add", duty.add_duty, name="add-duty"),
    path("duty/<int:pk>/end", duty.end_duty, name="end-duty"),
    path("channels", channels.channels, name="channels"),
    path("channels/add", channels.add_channel, name="add-channel"),
    path("channels/<int:pk>", channels.change_channel, name="change-channel"),
    path("channels/deliveries/<int:pk>/again", channels.again, name="tell-again"),
]
