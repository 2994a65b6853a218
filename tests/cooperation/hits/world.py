"""Alerts for tests of hit confirmation: an entry of Saint Lucia; a traveller, cargo or craft bound for Barbados."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from roadstead.casework.alerts.logic.protection import Protection
from roadstead.casework.alerts.models import Alert, ProtectionAnswer
from roadstead.casework.alerts.protection import answer_protection
from roadstead.cooperation.hits.ask import ask
from roadstead.cooperation.requests.models import Request
from roadstead.filings.voyages.models import Document, Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from tests.pipeline.test_bill_alerts import FIRMS, listed, manifest
from tests.pipeline.test_pipeline import NOW as NOW
from tests.pipeline.test_pipeline import TOBIAS, file, put_in_force
from tests.samples import paxlst

MINUTE = timedelta(minutes=1)


def listed_traveller(nationality: str = "TTO", *, issuer: str = "TTO", **given: Any) -> Alert:
    """An alert of Barbados on an entry of Saint Lucia, about a traveller with this nationality and document."""
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(states=["BRB", "LCA"], arrives_at=NOW)
    told = {"owner": "LCA", "list_name": "Wanted of LCA", "entry_id": "L-1", "states": ["BRB"], "action": "refer"}
    Alert.objects.update(**told | given)
    Traveller.objects.update(nationality=nationality)
    Document.objects.update(issuer=issuer)
    return Alert.objects.get()


def listed_cargo(kind: str = "organisation", **given: Any) -> Alert:
    """An alert of Barbados on an entry of Saint Lucia, about the consignee of a bill that is discharged in Barbados."""
    put_in_force(FIRMS)
    file(manifest(listed("B1")), carrier="CLMX")
    alert = Alert.objects.get()
    told = {"owner": "LCA", "list_name": "Wanted of LCA", "entry_id": "L-1", "states": ["BRB"], "action": "refer"}
    Alert.objects.update(listed={**alert.listed, "kind": kind}, **told)
    Alert.objects.update(**given)
    return Alert.objects.get()


def listed_craft() -> Alert:
    """An alert of Barbados on an entry of Saint Lucia, about the ship itself."""
    found = listed_cargo("vessel")
    Alert.objects.update(bill=None, kind="craft", declared={})
    return Alert.objects.get(pk=found.pk)


def answered(alert: Alert, answer: Protection, by: User, *, now: datetime = NOW) -> ProtectionAnswer:
    enter(by.scope)
    try:
        return answer_protection(alert.pk, answer, by=by, now=now)
    finally:
        enter(REGION)


def asked(alert: Alert, by: User, *, is_waiting: bool = True, now: datetime = NOW) -> Request:
    enter(by.scope)
    try:
        return ask(alert.pk, is_waiting=is_waiting, by=by, now=now)
    finally:
        enter(REGION)
