"""An API for people to read: a page made from its OpenAPI document. Open to everybody, like the document itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ninja import NinjaAPI

from roadstead.web.api.limits import Limit

METHODS: Final = ("get", "post")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiResponse:
    """One status that a call may give, with an example body. `errors`: code and meaning of each."""

    status: str
    text: str
    bodies: tuple[tuple[str, str], ...] = ()  # media type and example
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the API, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    paragraphs: tuple[str, ...]
    parameters: list[Mapping[str, Any]] = field(default_factory=list)
    takes: tuple[str, ...] = ()
    good: tuple[ApiResponse, ...] = ()
    bad: tuple[ApiResponse, ...] = ()


def page_context(api: NinjaAPI, limits: Sequence[Limit]) -> Mapping[str, Any]:
    """Return what the page shows: every call with its parameters, an example of each answer and its errors, and every
    limit. It never changes while the server runs.
    """
    document = json.loads(json.dumps(api.get_openapi_schema()))
    return {
        "calls": list(_calls(document)),
        "server": document["servers"][0]["url"],
        "openapi": f"{api.urls_namespace}:openapi-json",
        "heading": document["info"]["title"],
        "description": document["info"]["description"],
        "schemas": _schemas(document),
        "limits": limits,
    }


def _calls(document: Mapping[str, Any]) -> Iterator[Call]:
    for path, methods in document["paths"].items():
        for method in (each for each in METHODS if each in methods):
            said = methods[method]
            found = [_response(status, each, document) for status, each in said["responses"].items()]
            yield Call(
                id=said["operationId"].rpartition("_")[2] if "." in said["operationId"] else said["operationId"],
                method=method.upper(),
                path=path,
                summary=said["summary"],
                paragraphs=tuple(said.get("description", "").split("\n\n")),
                parameters=said.get("parameters", []),
                takes=tuple(said.get("requestBody", {}).get("content", {})),
                good=tuple(each for each in found if each.status.startswith("2")),
                bad=tuple(each for each in found if not each.status.startswith("2")),
            )


def _response(status: str, said: Mapping[str, Any], document: Mapping[str, Any]) -> ApiResponse:
    content = said.get("content", {})
    errors = content.get("application/json", {}).get("examples", {})
    return ApiResponse(
        status=status,
        text=said["description"],
        bodies=() if errors else tuple((kind, _example(each, document)) for kind, each in content.items()),
        errors=tuple((code, each["summary"]) for code, each in errors.items()),
    )


def _example(said: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Return the example of a body; that of its schema if it has none of its own."""
    if "example" in said:
        return str(said["example"])
    name = said.get("schema", {}).get("$ref", "").rpartition("/")[2]
    example = document["components"]["schemas"].get(name, {}).get("example")
    return json.dumps(example, indent=2, ensure_ascii=False) if example else ""


def _schemas(document: Mapping[str, Any]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return each schema with its text and its fields: name, type, text."""
    return [
        (name, each.get("description", ""), [_field(*pair) for pair in each.get("properties", {}).items()])
        for name, each in sorted(document["components"]["schemas"].items())
    ]


def _field(name: str, said: Mapping[str, Any]) -> tuple[str, str, str]:
    return name, _type(said), said.get("description", "")


def _type(said: Mapping[str, Any]) -> str:
    """Return the type of a field in words: "text", "list of Answer", "ok, refer"."""
    if "$ref" in said:
        return str(said["$ref"]).rpartition("/")[2]
    if "enum" in said:
        return ", ".join(map(str, said["enum"]))
    if "anyOf" in said or "allOf" in said:
        kinds = [_type(each) for each in said.get("anyOf", said.get("allOf", ()))]
        return " or ".join(kind for kind in kinds if kind != "null")
    if said.get("type") == "array":
        return f"list of {_type(said.get('items', {}))}"
    if said.get("type") == "object":
        return f"object of {_type(said['additionalProperties'])}" if "additionalProperties" in said else "object"
    return {"string": "text", "integer": "number", "boolean": "true or false"}.get(said.get("type", ""), "null")
