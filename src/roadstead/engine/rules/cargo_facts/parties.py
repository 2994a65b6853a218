"""Facts of consignor, consignee and notify party. Rules see whether a party is in its goods' country, not which one.

Their countries are left out because of S17.
"""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.matching.entities.names import organisation
from roadstead.engine.records import Consignment, Party, PartyRole
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.rules.cargo_facts.route import country
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import StoredBillData

TO_ORDER: Final = re.compile(
    r"^\W*(TO (THE )?ORDER\b|ORDER\W*$|A LA ORDEN\b|[AÀ] (L')?ORDRE\b|AAN ORDER\b|[AÀ] ORDEM\b)", re.I
)
# Words for the forwarding trade in five languages. Our own list; officers may find more.
FORWARDER: Final = re.compile(
    r"\b(FREIGHT|FORWARD(ER|ERS|ING)|LOGISTI(C|CS|CA|CAS|QUE|QUES|EK)|CONSOLIDATORS?|NVOCC|COURIERS?|SHIPPING (AGENCY"
    r"|AGENTS?|SERVICES?)|CUSTOMS BROKERS?|TRANSITAIRES?|TRANSITARIOS?|EXPEDITEURS?|EXPÉDITEURS?|DESPACHANTES?"
    r"|AGENTES? DE CARGA|CARGA INTERNACIONAL)\b",
    re.I,
)


def party_facts(bill: Consignment, known: StoredBillData) -> Values:
    consignor, consignee = (_first(bill, role) for role in (PartyRole.CONSIGNOR, PartyRole.CONSIGNEE))
    found: Values = {
        **_of_one("consignor", consignor, names_parties=bool(bill.parties)),
        **_of_one("consignee", consignee, names_parties=bool(bill.parties)),
        "consignee.to_order": bool(consignee and TO_ORDER.search(consignee.name)),
        **({"notify.missing": not bill.parties_as(PartyRole.NOTIFY)} if bill.parties else {}),
        "parties.same": bool(consignor and consignee) and _key(consignor) == _key(consignee) != "",
    }
    found.update(_elsewhere("consignor.not_at_origin", consignor, bill.origin or bill.load))
    found.update(_elsewhere("consignee.not_at_destination", consignee, bill.destination or bill.discharge))
    return {**found, **_earlier(known)}


def _first(bill: Consignment, role: PartyRole) -> Party | None:
    return next((party for party in bill.parties_as(role) if party.name.strip()), None)


def _of_one(role: str, party: Party | None, *, names_parties: bool) -> Values:
    """Return the facts of one party.

    A bill that names no party at all has no `missing` facts: a flight's manifest (FFM) has no fields for parties.
    """
    where = party.address if party else None
    missing: Values = {
        f"{role}.missing": party is None,
        f"{role}.place_missing": not (where and (where.street or where.city or where.country)),
    }
    return {
        **(missing if names_parties else {}),
        f"{role}.forwarder": bool(party and FORWARDER.search(party.name)),
    }


def _key(party: Party | None) -> str:
    """Return the significant words of the name, without legal forms."""
    return " ".join(sorted(organisation(party.name).plain)) if party else ""


def _elsewhere(name: str, party: Party | None, place: str) -> Values:
    there, own = country(place), alpha3(party.address.country) if party else ""
    return {name: there != own} if there and own else {}


def _earlier(known: StoredBillData) -> Values:
    earlier = known.earlier
    stated = {
        "consignor.earlier_voyages": earlier.consignor if earlier else None,
        "consignee.earlier_voyages": earlier.consignee if earlier else None,
        "parties.earlier_together": earlier.together if earlier else None,
        "history.days_kept": known.days_kept,
    }
    return {name: value for name, value in stated.items() if value is not None}
