"""URLs of the watch log and of incident rooms."""

from __future__ import annotations

from django.urls import path

from roadstead.web.log import (
    handover_page,
    log_page,
    new_room,
    room_files,
    room_list,
    room_page,
    situation_list,
    situation_page,
)

urlpatterns = [
    path("log", log_page.watch_log, name="log"),
    path("log/handover", handover_page.handover, name="log-handover"),
    path("log/situation", situation_list.situation_reports, name="situation-reports"),
    path("log/situation/<int:pk>", situation_page.situation_report, name="situation-report"),
    path("rooms", room_list.rooms, name="rooms"),
    path("rooms/new", new_room.new_room, name="new-room"),
    path("rooms/invitations/<int:member>", room_list.answer_invitation, name="room-invitation"),
    path("rooms/<int:pk>", room_page.room, name="room"),
    path("rooms/<int:pk>/act", room_page.room_act, name="room-act"),
    path("rooms/<int:pk>/files", room_files.add_room_file, name="add-room-file"),
    path("rooms/<int:pk>/files/<int:file>", room_files.room_file, name="room-file"),
]
