"""`/readyz`: tells monitoring if Roadstead does its work. `/healthy` says only that the web server lives."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from roadstead.config import config
from roadstead.oversight.health.checks import CheckCache

_cached = CheckCache()


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Return 200, or 503 with the reasons. Open to everybody: numbers only. The middleware calls it before any
    database.
    """
    checks = _cached.checks(config())
    failing = [check for check in checks if not check.ok]
    report = {
        "status": "not ready" if failing else "ready",
        "reason": " ".join(check.text for check in failing),
        "failing": [check.name for check in failing],
        "checks": [check.as_json() for check in checks],
    }
    return JsonResponse(report, status=503 if failing else 200, json_dumps_params={"indent": 2})
