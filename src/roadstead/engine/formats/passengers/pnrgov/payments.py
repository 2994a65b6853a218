"""Read tickets, fares, forms of payment and frequent flyer numbers (TKT, MON, FOP, FTI)."""

from __future__ import annotations

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.pnrgov.codes import FARES
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft, Person
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.records import Payment, Ticket
from roadstead.engine.syntax.edifact import Element, as_text, part, repetitions

QuickTicket, QuickPayment = fast_constructor(Ticket), fast_constructor(Payment)


def tkt(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read TKT+9990001112223:T:1; without a number, the traveller has no ticket."""
    number = "".join(part(found.segment, 1).split())
    if number:
        ticket(number, draft, draft.person)
    else:
        notes.keep_unread(as_text(found.segment))


def ticket(number: str, draft: Draft, person: Person | None) -> None:
    """Add a ticket once, though TKT and SSR TKNE may both name it; with its traveller if either names one."""
    known = draft.tickets.get(number)
    if known is None or known.traveller is None:
        draft.tickets[number] = QuickTicket(number=number, traveller=None if person is None else person.place)
    if person is not None:
        person.ticket = person.ticket or number


def mon(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read MON+B:210.00:USD+T:288.40:USD as "base 210.00 USD" and "total 288.40 USD"."""
    for element in range(1, len(found.segment)):
        for each in repetitions(found.segment, element):
            kind, amount, currency = (value.strip() for value in [*each, "", "", ""][:3])
            if amount:
                draft.fares[" ".join([word for word in (FARES.get(kind, kind), amount, currency) if word])] = None


def fop(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read FOP+CC:3:288.40:MC:number:expiry, once for each form of payment. The filter has masked card numbers."""
    for element in range(1, len(found.segment)):
        for each in repetitions(found.segment, element):
            _payment(each, draft)


def _payment(element: Element, draft: Draft) -> None:
    form, _, amount, vendor, number = ("" if value == MARK else value.strip() for value in [*element, *[""] * 5][:5])
    paid = QuickPayment(form=form.upper(), number=" ".join([word for word in (vendor, number) if word]))
    if (form or number) and paid not in draft.payments:
        draft.payments.append(paid)
    if amount:
        draft.fares[f"paid {amount}"] = None


def fti(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read FTI+SQ:8790000123: carrier and number together."""
    for element in range(1, len(found.segment)):
        for carrier, number, *_ in ([*each, ""] for each in repetitions(found.segment, element)):
            if number.strip():
                draft.frequent_flyer[f"{carrier.strip()}{number.strip()}"] = None
