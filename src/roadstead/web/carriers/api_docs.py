"""The carriers' API for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.web.api.documents import page_context
from roadstead.web.carriers.api import api
from roadstead.web.carriers.api_limits import LIMITS


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show every call of the carriers' API, and every limit."""
    return render(request, "api_docs.html", {**_context()})


@cache
def _context() -> Mapping[str, Any]:
    return {**page_context(api, LIMITS), "heading": _("API for carriers")}
