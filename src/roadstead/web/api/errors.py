"""Errors of an API: each code with its status and when it is given, and their description for OpenAPI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple


class ApiError(NamedTuple):
    status: int
    when: str


# Given for any call: by what stands before the API.
OF_ANY_CALL: Final[Mapping[str, ApiError]] = {
    "nul-in-address": ApiError(400, "The address holds a NUL character"),
    "token-not-accepted": ApiError(401, "The token is missing or wrong, was replaced, or was not used for too long"),
    "no-such-address": ApiError(404, "The API has no such address"),
}
TITLES: Final[Mapping[int, str]] = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "The token does not open this",
    404: "There is no such thing",
    405: "Another method is needed",
    408: "The body did not arrive",
    409: "This cannot be done now",
    411: "Send a Content-Length",
    413: "Too large",
    415: "This form of body is not read",
    429: "Too many",
    500: "An error on our side",
    503: "Busy",
}


def error_responses(errors: Mapping[str, ApiError], codes: Iterable[str]) -> dict[int, Any]:
    """Return the error responses of a call for OpenAPI, by status: what each code means, with an example."""
    asked = {*codes}
    found: dict[int, Any] = {}
    for code, error in errors.items():
        if code not in asked:
            continue
        content = found.setdefault(
            error.status,
            {
                "description": TITLES[error.status],
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}, "examples": {}}},
            },
        )
        examples = content["content"]["application/json"]["examples"]
        examples[code] = {"summary": error.when, "value": {"code": code, "text": error.when}}
    return found
