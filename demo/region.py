"""A demo region made from a seed and a time: read this module first.

People board voyages, some of them are planted on lists, carriers write their messages; cargo is made separately. The
same seed and time give the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from demo import listing, sending
from demo.boarding import boarded, crowd, people
from demo.cargo.region import make_cargo
from demo.changes import Plant
from demo.entries import pairs
from demo.filing import Filing
from demo.people import Maker, Person
from demo.planting import plant
from demo.records import DemoList, DemoMessage, Planted, Region, State
from demo.tables import Service, carriers, rows, services
from demo.voyages import voyage
from roadstead.engine.records import Role

SENT_BEFORE: Final = timedelta(minutes=2)  # the lists are on their way when the demo starts


def make(seed: int, now: datetime) -> Region:
    """Return the region at `now` (timezone-aware). Raise ValueError for a naive time."""
    if now.tzinfo is None:
        raise ValueError(f"the demo needs to know the zone of {now}")
    now = now.astimezone(UTC)
    boards, makers = boarding(seed, now)
    plants = plant(f"{seed}/plants", now.date(), boards)
    sent = [pair for service in services() for pair in filed(service, seed, now, boards, plants, makers)]
    messages = sending.numbered(sent)
    lists, ids = listed(boards, plants, makers["lists"])
    return Region(
        seed=seed,
        now=now,
        states=states(),
        carriers=tuple(carriers().values()),
        voyages=tuple(voyage(service, now) for service in services()),
        messages=messages,
        lists=tuple(lists),
        planted=tuple(planted(one, boards, messages, ids) for one in plants),
        cargo=make_cargo(seed, now),
    )


def states() -> tuple[State, ...]:
    return tuple(
        State(code=row["code"], name=row["name"], zone=row["zone"], has_users=row["users"] == "yes")
        for row in rows("states")
    )


def boarding(seed: int, now: datetime) -> tuple[dict[str, list[Person]], dict[str, Maker]]:
    """Return the people on board by service, and the makers (one per service and one for the lists) for later ones."""
    taken = set[str]()
    makers = {name: Maker(f"{seed}/{name}", now.date(), taken) for name in (*(s.number for s in services()), "lists")}
    boards = {one.number: people(one, voyage(one, now), makers[one.number]) for one in services()}
    return boards, makers


def filed(
    service: Service,
    seed: int,
    now: datetime,
    boards: dict[str, list[Person]],
    plants: Sequence[Plant],
    makers: dict[str, Maker],
) -> list[tuple[Service, DemoMessage]]:
    maker, board = makers[service.number], boards[service.number]
    sailing = voyage(service, now)
    filing = Filing(
        service=service,
        voyage=sailing,
        people=board,
        planted=frozenset(touched(service, board, plants)),
        joining=boarded(service, sailing, [*board, *maker.passengers(1, crowd(service))], maker.chance)[-1],
        sent_at=now - SENT_BEFORE,
        chance=random.Random(f"{seed}/{service.number}/damage"),
    )
    return [(service, made) for made in sending.messages(filing)]


def touched(service: Service, board: Sequence[Person], plants: Sequence[Plant]) -> set[int]:
    """Return positions of planted travellers and of those whose document a planted one presents too."""
    shown = {one.person.document.number for one in plants if one.service == service.number}
    return {at for at, who in enumerate(board) if who.document.number in shown}


def listed(
    boards: dict[str, list[Person]], plants: Sequence[Plant], maker: Maker
) -> tuple[list[DemoList], dict[str, str]]:
    people_aboard = (who for board in boards.values() for who in board)
    aboard = {pair for who in people_aboard for pair in pairs(who.given, who.surname)}
    lists, ids = listing.watchlists(maker, plants, aboard)
    return [*lists, listing.documents(maker, plants)], ids


def planted(
    one: Plant, boards: dict[str, list[Person]], messages: Sequence[DemoMessage], ids: dict[str, str]
) -> Planted:
    message, position = whereabouts(one, boards[one.service], messages)
    traveller, lost = one.person.traveller, one.document.number if one.document else ""
    return Planted(
        kind=one.kind,
        expect=one.expect,
        message=message,
        traveller=position,
        surname=traveller.surname,
        given=traveller.given,
        document=one.person.document.number,
        owner=one.owner,
        entry=lost or ids.get(one.entry.id, ""),
    )


def whereabouts(one: Plant, board: Sequence[Person], messages: Sequence[DemoMessage]) -> tuple[str, int]:
    """Return the message that lists the planted traveller, and the position in it."""
    mine = [message for message in messages if f"_{one.service}_" in message.file_name]
    if one.person.traveller.role is Role.CREW:
        passengers = sum(who.traveller.role is Role.PASSENGER for who in board)
        return next(message.file_name for message in mine if "_crew" in message.file_name), one.at - passengers
    size = mine[0].travellers
    return mine[one.at // size].file_name, one.at % size
