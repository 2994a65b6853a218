"""Contents of a case in words for outsiders: enough to identify each part, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.export.paragraphs import instant, owner
from roadstead.casework.cases.export.record import Part
from roadstead.casework.cases.models import CaseLink
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.models import REGION


def part(link: CaseLink, whose: str) -> Part:
    """Return the linked item as a part of the export. `whose`: the case's owner."""
    kind = next((each for each in DESCRIBE if getattr(link, f"{each}_id")), "words")
    number, words = _described(link, kind, whose) if kind in DESCRIBE else (0, link.words)
    return Part(kind=kind, number=number, words=words, by=person(link.added_by), at=link.added_at)


def _described(link: CaseLink, kind: str, whose: str) -> tuple[int, str]:
    """Return id and text of the linked row; without its text if the case's owner may no longer see it."""
    row, number = getattr(link, kind), getattr(link, f"{kind}_id")
    return number, DESCRIBE[kind](row, whose) if row else f"{kind.capitalize()} {number}"


def person(user: User) -> str:
    """Return name and user name; the event hashes contain the user name."""
    return user.username if str(user) == user.username else f"{user} ({user.username})"


def _alert(alert: Alert, whose: str) -> str:
    """Describe an alert. If its list is another state's, name neither list nor entry: the owner decides who knows
    (S25).
    """
    theirs = alert.owner not in {REGION, whose}
    raised = (
        f"a list of {owner(alert.owner)}; ask its owner for details" if theirs else alert.headline or alert.list_name
    )
    return f"Alert {alert.pk}: {raised}; {alert.label}; raised {instant(alert.created_at)}"


def _voyage(voyage: Voyage, _: str) -> str:
    called = " ".join(text for text in (voyage.carrier, voyage.number, voyage.craft_name) if text) or voyage.key
    arrives = instant(voyage.arrives_at) if voyage.arrives_at else voyage.arrives_local or "time not declared"
    return f"Voyage {voyage.pk}: {called}, {voyage.origin or '?'} to {voyage.destination or '?'}, arrives {arrives}"


def _traveller(traveller: Traveller, _: str) -> str:
    named = ", ".join(text for text in (traveller.surname, traveller.given) if text) or "no name declared"
    born = f", born {traveller.born}" if traveller.born else ""
    return f"Traveller {traveller.pk}: {named}{born}, as declared for voyage {traveller.voyage_id}"


DESCRIBE: Final[dict[str, Callable[..., str]]] = {"alert": _alert, "voyage": _voyage, "traveller": _traveller}
