"""Built-in travel rules T01 to T05. The docstring of each check is the sentence that the officer reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from roadstead.engine.matching.documents import DocumentMatch
from roadstead.engine.matching.features.documents import issuer, number_key
from roadstead.engine.records import HitKind, ListedDocument, Traveller, Voyage
from roadstead.engine.rules.rule import Facts, Finding
from roadstead.engine.sentences import Sentence
from roadstead.engine.text import dates
from roadstead.engine.text.identifiers import document_key

# ── T03. Under ICAO Doc 9303 a document may leave day or month of birth unknown, never the year.


OLDEST: Final = 125  # years; the greatest proven age is 122


def birth_date_impossible(facts: Facts) -> Iterator[Finding]:
    """The birth date is missing, does not exist, or makes no sense."""
    for position, traveller in enumerate(facts.manifest.travellers):
        if fault := _fault(traveller.born, facts.today):
            yield Finding(traveller=position, text=fault)


def _fault(born: str, today: date) -> Sentence | None:
    if not born:
        return Sentence("No birth date was declared.")
    first = dates.earliest(born)
    if first is None or dates.is_impossible(born):
        return Sentence("The birth date %(born)s does not exist.", {"born": born[:20]})
    if first > today:
        return Sentence("The birth date %(born)s is in the future.", {"born": born})
    if today.year - first.year <= OLDEST:
        return None
    return Sentence(
        "According to the birth date %(born)s, the traveller is over %(years)s years old.",
        {"born": born, "years": OLDEST},
    )


# ── T02. ICAO Doc 9303: a document is valid up to and including its day of expiry.


def expired_document(facts: Facts) -> Iterator[Finding]:
    """The document will have expired before arrival."""
    arrival = _arrival(facts.manifest.voyage) or facts.today
    for position, traveller in enumerate(facts.manifest.travellers):
        for declared in traveller.documents:
            expires = _day(declared.expires)
            if expires is not None and expires < arrival:
                text = Sentence(
                    "Document %(number)s expires on %(expires)s, before the arrival on %(arrival)s.",
                    {"number": declared.number, "expires": str(expires), "arrival": str(arrival)},
                )
                yield Finding(traveller=position, text=text)


def _arrival(voyage: Voyage) -> date | None:
    """Return the local date at the port at which the last leg with a time ends."""
    days = [_day(leg.arrival or leg.departure) for leg in voyage.legs]
    return next((day for day in reversed(days) if day is not None), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


# ── T05. The deadline is law of the state of arrival, so it comes with the filing. Without one, nothing is late.


def filed_late(facts: Facts) -> Iterator[Finding]:
    """The list was filed after its deadline."""
    filing = facts.filing
    if filing is None or filing.due_at is None or filing.received_at <= filing.due_at:
        return
    minutes = round((filing.received_at - filing.due_at).total_seconds() / 60)
    values = {"minutes": f"{minutes:,}", "due": f"{filing.due_at:%d %B %Y, %H:%M %Z}", "source": filing.rule_source}
    text = Sentence("Received %(minutes)s minutes after the deadline of %(due)s (%(source)s).", values)
    yield Finding(traveller=None, text=text)


# ── T01 (safeguards S15). Only lists registered with owner and legal basis are searched; the finding names the list.


def reported_document(facts: Facts) -> Iterator[Finding]:
    """Travelling on a document reported lost, stolen or revoked."""
    travellers = enumerate(facts.manifest.travellers)
    carried = [(position, declared) for position, traveller in travellers for declared in traveller.documents]
    asked = facts.documents.matches_of_each([declared for _, declared in carried])
    for (position, _), meetings in zip(carried, asked, strict=True):
        for met in _best_of_each_list(meetings):
            yield _finding(position, met)


def _best_of_each_list(meetings: Iterable[DocumentMatch[ListedDocument]]) -> list[DocumentMatch[ListedDocument]]:
    """Return the best match of each list. Each list has its own owner, so one state's list must not hide another's."""
    best: dict[str, DocumentMatch[ListedDocument]] = {}
    for met in meetings:  # best first
        if not met.is_short:  # a lost document has no name or birth date to support so short a number
            best.setdefault(met.owner.list, met)
    return list(best.values())


def _finding(position: int, met: DocumentMatch[ListedDocument]) -> Finding:
    listed = met.owner
    text = Sentence("%(reason)s.", {"reason": met.score.reason})
    if listed.reason:
        text = Sentence("%(reason)s. Reported: %(why)s.", {"reason": met.score.reason, "why": listed.reason})
    return Finding(
        traveller=position,
        text=text,
        bits=met.score.bits,
        list=listed.list,
        entry="/".join(part for part in (listed.issuer, listed.type, document_key(listed.number)) if part),
        kind=HitKind.DOCUMENT,
    )


# ── T04. The number is compared with issuer and type, since two states may issue the same number.


def shared_document(facts: Facts) -> Iterator[Finding]:
    """Two travellers of this voyage declare the same document."""
    holders: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for position, traveller in enumerate(facts.manifest.travellers):
        for document in sorted(_documents(traveller)):
            holders[document].append(position)
    for (number, _, _), positions in holders.items():
        for position in positions if len(positions) > 1 else ():
            others = _names(facts, (other for other in positions if other != position))
            yield Finding(
                traveller=position,
                text=Sentence(
                    "Document %(number)s is also declared for %(others)s.", {"number": number, "others": others}
                ),
            )


def _documents(traveller: Traveller) -> set[tuple[str, str, str]]:
    return {
        (number_key(document.number), issuer(document.issuer), document.type[:1])
        for document in traveller.documents
        if number_key(document.number)
    }


def _names(facts: Facts, positions: Iterator[int]) -> str:
    travellers = (facts.manifest.travellers[position] for position in positions)
    return ", ".join(
        f"{traveller.given} {traveller.surname}".strip() or "a traveller without a name" for traveller in travellers
    )
