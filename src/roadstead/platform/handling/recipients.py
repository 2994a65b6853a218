"""Who receives a row: people on pages and in files, the channels of a state, a state's people as a whole."""

from __future__ import annotations

from typing import Final

from roadstead.engine.reference.caricom import REGION
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_know_of_silent
from roadstead.platform.handling.logic.gate import Kind, Recipient, Way

CARRIER: Final = Recipient(way=Way.API, kind=Kind.CARRIER)


def on_page(user: User) -> Recipient:
    """This person, before a page."""
    state = user.state_id or REGION
    return Recipient(way=Way.PAGE, state=state, holder=state, person=user.pk, may_know_silent=may_know_of_silent(user))


def in_file(user: User) -> Recipient:
    """This person's organisation: whoever gets hold of the file reads it."""
    state = user.state_id or REGION
    return Recipient(way=Way.FILE, state=state, holder=state)


def anybody_of(state: str, way: Way = Way.PAGE) -> Recipient:
    """Each officer of a state, named or not. `state`: alpha-3, or REGION."""
    return Recipient(way=way, state=state, holder=state)


def kept_for(state: str) -> Recipient:
    """A row that the system keeps for the people of a state, on its owner's behalf."""
    return Recipient(way=Way.STORED, state=state)
