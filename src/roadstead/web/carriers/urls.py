"""URLs of messages and of the API."""

from __future__ import annotations

from django.urls import path

from roadstead.web.carriers import (
    api_docs,
    confirmation_views,
    correct,
    messages,
    responses,
    sandbox,
    sheets,
    voyages,
    webhooks,
)
from roadstead.web.carriers.api import api

urlpatterns = [
    path("messages", messages.inbox, name="inbox"),
    path("messages/<str:receipt>", messages.message, name="message"),
    path("messages/<str:receipt>/repair", messages.repair_message, name="repair"),
    path("messages/<str:receipt>/status", messages.message_status, name="message-status"),
    path("messages/<str:receipt>/retry", messages.retry_message, name="retry"),
    path("messages/<str:receipt>/responses", responses.responses, name="responses"),
    path("confirmations/<str:receipt>", confirmation_views.confirmation, name="confirmation"),
    path("confirmations/<str:receipt>/pdf", confirmation_views.confirmation_pdf, name="confirmation-pdf"),
    path("file", messages.submit, name="submit"),
    path("my-voyages", voyages.filed_voyages, name="filed-voyages"),
    path("my-voyages/<str:receipt>/<int:position>", voyages.filed_voyage, name="filed-voyage"),
    path("my-voyages/<str:receipt>/<int:position>/add", correct.add_traveller, name="add-traveller"),
    path("my-voyages/<str:receipt>/<int:position>/people/<int:number>", correct.traveller, name="filed-traveller"),
    path("my-voyages/<str:receipt>/<int:position>/people/<int:number>/leave-out", correct.leave_out, name="leave-out"),
    path("your-system", webhooks.your_system, name="your-system"),
    path("your-system/webhooks", webhooks.add_webhook, name="add-webhook"),
    path("your-system/webhooks/<int:pk>", webhooks.change_webhook, name="change-webhook"),
    path("your-system/deliveries/<int:pk>", webhooks.resend_webhook, name="resend-webhook"),
    path("test-lists", sandbox.test_lists, name="test-lists"),
    path("test-lists/<str:receipt>", sandbox.test_list, name="test-list"),
    path("test-lists/<str:receipt>/status", sandbox.test_list_status, name="test-list-status"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/<str:kind>-<str:language>.<str:form>", sheets.sheet, name="sheet"),
    path("api/docs", api_docs.api_docs, name="api-docs"),
    path("api/v1/", api.urls),
]
