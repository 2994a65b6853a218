"""URLs of the systems of states: pages of their tokens, and their API."""

from __future__ import annotations

from django.urls import path

from roadstead.web.systems import docs, tokens, webhooks
from roadstead.web.systems.api import api

urlpatterns = [
    path("systems", tokens.systems, name="systems"),
    path("systems/<int:pk>/revoke", tokens.revoke_token, name="revoke-system-token"),
    path("systems/webhooks", webhooks.system_webhooks, name="system-webhooks"),
    path("systems/webhooks/<int:pk>", webhooks.change_system_webhook, name="change-system-webhook"),
    path("systems/deliveries/<int:pk>", webhooks.resend_system_webhook, name="resend-system-webhook"),
    path("api/docs/state", docs.state_api_docs, name="state-api-docs"),
    path("api/v1/state/", api.urls),
]
