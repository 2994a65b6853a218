"""Permissions of those who file: carriers, agents and captains; and who reads what they sent (see `permissions`)."""

from __future__ import annotations

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import READERS


def may_see_messages(user: User) -> bool:
    """See the list of messages received and their raw text."""
    return user.role in READERS or user.role == Role.CARRIER


def may_repair_messages(user: User) -> bool:
    """Repair, resubmit or retry a message that was set aside: a supervisor of the regional centre."""
    return user.role == Role.SUPERVISOR and user.state_id is None


def may_submit_messages(user: User) -> bool:
    """File a list through the pages."""
    return user.role == Role.CARRIER


def may_plan_trips(user: User) -> bool:
    """Fill in the form "Tell us you are coming", and save craft and people for it: a carrier's people, each for it."""
    return user.role == Role.CARRIER


def may_see_filed_voyages(user: User) -> bool:
    """See the voyages that the own carrier filed for, as it filed them, with our response about each person."""
    return user.role == Role.CARRIER


def may_manage_webhooks(user: User) -> bool:
    """Add, test and delete the addresses to which the own carrier's receipts are announced."""
    return user.role == Role.CARRIER
