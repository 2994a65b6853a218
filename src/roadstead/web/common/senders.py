"""Identification of a request's sender from its headers alone, before its body is received."""

from __future__ import annotations

import logging
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, parse_cookie

from roadstead.platform.accounts.models import Token, User
from roadstead.web.common.refusals import API

# ── Origin of a request: behind our proxy, as the proxy states it; else the other end of the connection.


def client_address(request: HttpRequest) -> str:
    """Return the IP address of the client. Only the last part of X-Forwarded-For counts: our proxy wrote it, anybody
    may write the others.
    """
    direct = request.META.get("REMOTE_ADDR", "") or "127.0.0.1"
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return direct
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded))
    except ValueError:
        return direct


log = logging.getLogger("roadstead.web")


def address_of(environ: dict[str, Any]) -> str:
    """Return the IP address that a request came from, as the sign-in page counts it."""
    return client_address(_request(environ))


def account_of(environ: dict[str, Any]) -> str:
    """Return the carrier or the system of the request's token, or the user of its session; "" if neither is valid, or
    the database does not respond.
    """
    close_old_connections()
    try:
        if environ["PATH_INFO"].startswith(API):
            return _holder(environ.get("HTTP_AUTHORIZATION", ""))
        return _user(environ)
    except DatabaseError as error:
        log.warning("cannot identify the sender of a request: %s", type(error).__name__)
        return ""


def _holder(authorization: str) -> str:
    kind, _, secret = authorization.partition(" ")
    token = Token.accepted(secret.strip()) if kind.lower() == "bearer" else None
    if token is None:
        return ""
    return f"carrier {token.carrier_id}" if token.carrier_id else f"system {token.pk}"


def _user(environ: dict[str, Any]) -> str:
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME, "")
    if not key.isalnum():
        return ""
    request = _request(environ)
    request.session = SessionStore(key)
    user = get_user(request)
    return f"user {user.pk}" if isinstance(user, User) else ""


def _request(environ: dict[str, Any]) -> HttpRequest:
    request = HttpRequest()
    request.META = environ
    return request
