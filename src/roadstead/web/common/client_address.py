"""Where a request came from: behind our proxy, what the proxy says; else the other end of the line."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """An IP address. Of X-Forwarded-For only the last part counts: our proxy wrote it, anybody may write the others."""
    direct = request.META.get("REMOTE_ADDR", "") or "127.0.0.1"
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return direct
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return direct
