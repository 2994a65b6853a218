"""BGM, DTM, RFF and NAD of the header: kind of document, action on it, and sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.edifact import parties
from roadstead.engine.formats.cargo.edifact.codes import DOCUMENT_TIME, DRIVERS, OFFICES, SENDER
from roadstead.engine.formats.cargo.edifact.context import ReaderContext
from roadstead.engine.formats.cargo.edifact.message_trees import CONSIGNMENT_TYPES, CONTAINER_TYPES
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.common.name_and_address import corrected_nad
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.passengers.paxlst.name import address
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.records import (
    Function,
    MessageHeader,
    Party,
    PartyRole,
    References,
    ReportingParty,
    Role,
    Traveller,
)
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, part

FUNCTIONS: Final[Mapping[str, Function]] = {
    "CUSCAR": Function.CARGO,
    "IFCSUM": Function.CARGO,
    "IFTDGN": Function.CARGO,
    **dict.fromkeys(CONSIGNMENT_TYPES, Function.CARGO),
    "BAPLIE": Function.STOWAGE,
    "MOVINS": Function.STOWAGE,
    **dict.fromkeys(CONTAINER_TYPES, Function.STOWAGE),
    "CUSREP": Function.CONVEYANCE,
    "CUSDEC": Function.DECLARATION,
}
# 1225: action on the document. Others are kept as sent and reported.
ACTIONS: Final = {
    "",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "9",
    "13",
    "22",
    "27",
    "31",
    "36",
    "38",
    "43",
    "45",
    "46",
    "47",
}
MAX_DEFAULT_PARTIES: Final = 10  # parties of the header that every bill takes over
AGENCY_CHARS: Final = 3  # length of the agency in C002; a longer value is a kind of document


def message_header(envelope: MessageHeader, message: Node, context: ReaderContext) -> MessageHeader:
    """Return the envelope's header completed from BGM and DTM+137."""
    made = replace(envelope, type=context.type, function=FUNCTIONS[context.type])
    for leaf in message.leaves:
        if leaf.tag == "BGM":
            made = _bgm(made, leaf, context)
        elif leaf.tag == "DTM" and leaf.code == DOCUMENT_TIME:
            made = replace(made, prepared_at=time(leaf, "time of the document", context.notes) or made.prepared_at)
    made = replace(made, references=_references(message))
    if not any(leaf.tag == "BGM" for leaf in message.leaves):
        text = Sentence("BGM is missing, so the kind of document and its purpose are not known. Send BGM.")
        context.notes.warning("list-kind-missing", text, segment="BGM")
    return replace(made, sent_at=made.sent_at or made.prepared_at)


def _references(message: Node) -> tuple[tuple[str, str], ...]:
    """Return RFF of the header and of TDT, except the voyage number."""
    leaves = [*message.leaves, *(leaf for call in message.below("call") for leaf in call.leaves)]
    return tuple((leaf.code, leaf.value) for leaf in leaves if leaf.tag == "RFF" and leaf.value)


def office(message: Node) -> str:
    """Return the customs office that the header names."""
    leaves = [*message.leaves, *(leaf for call in message.below("call") for leaf in call.leaves)]
    named = (part(leaf.segment, 2) for leaf in leaves if leaf.tag == "LOC" and leaf.code in OFFICES)
    return next((each for each in named if each), "")


def action_of(bgm: Segment) -> str:
    """Return 1225, which some senders put one element too late."""
    return part(bgm, 3) or (part(bgm, 4) if part(bgm, 4).isdigit() else "")


def _bgm(made: MessageHeader, found: NumberedSegment, context: ReaderContext) -> MessageHeader:
    """Read BGM: number from C106; subcode from 1000 or, with some senders, 3055."""
    action = action_of(found.segment)
    kind = next((each for at in (3, 2) if len(each := part(found.segment, 1, at)) > AGENCY_CHARS), "")
    if action not in ACTIONS:
        text = Sentence(
            "We do not know message function %(action)s. We stored the message. Send 9 (original), 4 (change), "
            "5 (replacement) or 1 (cancellation).",
            {"action": action[:10]},
        )
        context.notes.warning(
            "action-unknown",
            text,
            found.number,
            segment="BGM",
            field="message function (1225)",
            sent=action,
        )
    return replace(
        made,
        code=found.code,
        subcode=kind or part(found.segment, 1, 3),
        reference=part(found.segment, 2) or made.reference,
        revision=part(found.segment, 2, 1) or made.revision,
        action=action,
    )


def reporting_party(message: Node, context: ReaderContext) -> ReportingParty:
    """Return NAD+MS, else the carrier or agent of the header."""
    named = [
        found
        for node in message.below("party")
        if (found := _party_of(node, context, {SENDER, "CA", "AG", "CV", "WZ"}))
    ]
    sender = next((party for code, party in named if code == SENDER), named[0][1] if named else None)
    if sender is None:
        return ReportingParty()
    return ReportingParty(id=sender.code, name=sender.name, contact=sender.contact)


def _party_of(node: Node, context: ReaderContext, codes: set[str]) -> tuple[str, Party] | None:
    code = node.opener.code if node.opener else ""
    party = parties.party(node, context) if code in codes else None
    return (code, party) if party else None


def parties_of_message(message: Node, context: ReaderContext) -> tuple[Party, ...]:
    """Return the parties of a message without bills: those of the header, then those of its containers, each once."""
    nodes = [node for node in message.below("party") if node.opener and node.opener.code not in {SENDER, *DRIVERS}]
    found = [party for node in nodes if (party := parties.party(node, context))]
    return tuple(dict.fromkeys([*found, *context.parties]))


def default_parties(message: Node, context: ReaderContext) -> tuple[Party, ...]:
    """Return the header's parties that apply to every consignment: neither senders nor drivers."""
    nodes = [node for node in message.below("party") if node.opener and node.opener.code not in {SENDER, *DRIVERS}]
    found = [party for node in nodes if (party := parties.party(node, context))]
    return tuple(party for party in found if party.role is not PartyRole.OTHER)[:MAX_DEFAULT_PARTIES]


def drivers(message: Node) -> tuple[Traveller, ...]:
    """Return NAD+VW and FM of a truck as people on board, whatever type the manifest is."""
    found = (node.opener for node in message.below("party") if node.opener and node.opener.code in DRIVERS)
    return tuple(_driver(each) for each in found if part(each.segment, 2) or words(each.segment, 4))


def _driver(found: NumberedSegment) -> Traveller:
    nad = corrected_nad(found.segment).segment
    surname, *given = words(nad, 4) or ["", ""]
    return Traveller(
        role=Role.CREW,
        surname=surname,
        given=" ".join(given),
        address=address(nad),
        references=References(government=part(nad, 2)),
        segment=found.number,
    )
