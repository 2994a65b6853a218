"""Schemas that every API has."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict


def example(value: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a schema with this example."""
    return ConfigDict(json_schema_extra={"example": value})


class Error(Schema):
    """Why the request was refused. `code` is stable; `text` says what to do."""

    model_config = example({"code": "empty-body", "text": "the body is empty; send the message itself as the body"})
    code: str
    text: str
