"""Requests between organisations as the API for states gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from roadstead.config import config
from roadstead.cooperation.requests.files import files_of
from roadstead.cooperation.requests.models import Message, Request
from roadstead.cooperation.requests.sides import allowed_actions
from roadstead.engine.requests.actions import Side
from roadstead.engine.requests.fields import Field
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.visibility import organisations_of
from roadstead.web.systems.schemas import code
from roadstead.web.systems.show import iso


def row(found: Request) -> dict[str, Any]:
    """Return one request as a row of the list."""
    return {
        "reference": found.reference,
        "edition": found.edition,
        "link": f"{config().url.rstrip('/')}/requests/{found.reference}",
        "type": code(found.type, TYPES[found.type].title.render(gettext)),
        "title": found.title,
        "asking": found.asking_id,
        "asked": found.asked_id,
        "status": status(found),
        "turn": found.turn,
        "due_at": iso(found.due_at),
        "due_kind": found.due_kind,
        "urgent": bool(found.urgency),
        "sent_at": iso(found.opened_at),
        "tlp": str(found.handling_code),
    }


def status(found: Request) -> dict[str, str]:
    return code(found.status, found.status)


def messages_of(found: Request, user: User) -> QuerySet[Message, Message]:
    rows: QuerySet[Message, Message] = Message.objects.visible_to(user).filter(request=found).order_by("number")
    return rows.select_related("who").prefetch_related("receipts")


def detail(found: Request, messages: Iterable[Message], user: User) -> dict[str, Any]:
    """Return one request with its messages, receipts and files, and what the reader's side may do now."""
    side = found.side_of(organisations_of(user))
    return {
        **row(found),
        "basis": found.basis,
        "purpose": found.purpose,
        "urgency": "" if found.is_restricted else found.urgency,
        "measure": found.measure,
        "restricted": found.is_restricted,
        "messages": [_message(each, user) for each in messages],
        "files": [
            {"number": each.pk, "title": each.title, "name": each.name, "size": each.size, "sha256": each.sha256}
            for each in files_of(found, user)
            if not each.is_restricted
        ],
        "acts": _acts(found, side, user) if side else [],
    }


def _message(each: Message, user: User) -> dict[str, Any]:
    own = each.organisation_id == user.organisation_id
    return {
        "number": each.number,
        "act": str(each.act),
        "at": iso(each.at),
        "organisation": each.organisation_id,
        "officer": each.who.username if own and each.who else "",
        "fields": {name: str(text) for name, text in each.content.get("fields", {}).items()},
        "until": iso(each.until),
        "read": [{"organisation": found.organisation_id, "at": iso(found.at)} for found in each.receipts.all()],
    }


def _acts(found: Request, side: Side, user: User) -> list[dict[str, Any]]:
    of = TYPES[found.type]
    offered = allowed_actions(found, side, user, is_supervisor=True)
    return [{"act": each.value, "fields": [_field(one) for one in of.fields_of(each)]} for each in offered]


def _field(of: Field) -> dict[str, Any]:
    return {
        "name": of.name,
        "label": of.label.render(gettext),
        "kind": of.kind.value,
        "required": of.is_required,
        "choices": [code(each, text.render(gettext)) for each, text in of.choices.items()],
    }
