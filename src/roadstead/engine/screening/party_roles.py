"""Words for the roles of parties on a bill or a manifest, and the reason that names the role of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.records import Party, PartyRole, Reason
from roadstead.engine.sentences import Sentence, Value

ROLE_WORDS: Final[Mapping[PartyRole, str]] = {
    PartyRole.CONSIGNOR: "consignor",
    PartyRole.CONSIGNEE: "consignee",
    PartyRole.NOTIFY: "notify party",
    PartyRole.CARRIER: "carrier",
    PartyRole.AGENT: "agent",
    PartyRole.FORWARDER: "forwarder",
    PartyRole.SELLER: "seller",
    PartyRole.BUYER: "buyer",
    PartyRole.OWNER: "owner",
    PartyRole.MASTER: "ship's master",
    PartyRole.DECLARANT: "declarant",
    PartyRole.OTHER: "party",
}


def role_reason(party: Party, document: str) -> Reason:
    """Return the reason that says which party of the document ("bill", "manifest") a hit is about."""
    values: dict[str, Value] = {
        "name": party.name,
        "role": Sentence(ROLE_WORDS[party.role]),
        "document": Sentence(document),
    }
    return Reason.of(Sentence("%(name)s is the %(role)s of the %(document)s.", values), feature="party")
