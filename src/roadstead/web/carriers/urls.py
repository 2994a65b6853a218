"""URLs of messages and of the API."""

from __future__ import annotations

from django.urls import path

from roadstead.web.carriers import messages, responses, sheets
from roadstead.web.carriers.api import api

urlpatterns = [
    path("messages", messages.inbox, name="inbox"),
    path("messages/<str:receipt>", messages.message, name="message"),
    path("messages/<str:receipt>/repair", messages.repair_message, name="repair"),
    path("messages/<str:receipt>/status", messages.message_status, name="message-status"),
    path("messages/<str:receipt>/retry", messages.retry_message, name="retry"),
    path("messages/<str:receipt>/responses", responses.responses, name="responses"),
    path("file", messages.submit, name="submit"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/<str:kind>-<str:language>.<str:form>", sheets.sheet, name="sheet"),
    path("api/v1/", api.urls),
]
