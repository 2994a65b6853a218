"""The API for states for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.web.api.documents import page_context
from roadstead.web.systems.api import api
from roadstead.web.systems.limits import LIMITS


@require_safe
def state_api_docs(request: HttpRequest) -> HttpResponse:
    """Show the first steps, every call of the API for states, and every limit."""
    return render(request, "api_docs.html", {**_context()})


@cache
def _context() -> Mapping[str, Any]:
    heading = _("API for national systems")
    return {**page_context(api, LIMITS), "heading": heading, "first": "partials/first_steps.html"}
