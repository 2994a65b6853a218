"""The cargo of the demo: read back as it was made, with what is hidden in it, and nobody real."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from demo.cargo.listed import LISTED, NOT_ABOARD, WHO
from demo.cargo.region import make_cargo
from demo.cargo.tables import firms, plan
from demo.records import Cargo, DemoMessage
from roadstead.engine.formats.lists import load_bytes
from roadstead.engine.formats.reading import Reading
from roadstead.engine.formats.registry import read
from roadstead.engine.records import Consignment, Kind
from roadstead.engine.screening.run import build_screening_set, screen_bills
from roadstead.engine.text.identifiers import container
from tests.demo.public_lists import listed_names, words

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
FORMS = {"LTD", "LIMITED", "INC", "LLC", "CO", "COMPANY", "SA", "S", "A", "EST"}
MEANT = {"container-check-digit", "container-number-wrong", "year-open"}  # one number is wrong; FFM has no year


@cache
def cargo() -> Cargo:
    return make_cargo(1, NOW)


def readings(message: DemoMessage) -> list[Reading]:
    return read(message.raw, near=NOW.date().isoformat())


def bills(message: DemoMessage) -> list[Consignment]:
    return [bill for each in readings(message) for bill in each.manifest.consignments]


def test_the_same_seed_and_moment_give_the_same_cargo() -> None:
    assert make_cargo(1, NOW) == cargo()
    assert make_cargo(2, NOW).messages != cargo().messages


@pytest.mark.parametrize("message", cargo().messages, ids=lambda message: str(message.file_name))
def test_every_message_is_understood_with_all_its_bills(message: DemoMessage) -> None:
    assert all(each.is_understood for each in readings(message))
    assert len(bills(message)) == message.bills
    assert {problem.code for each in readings(message) for problem in each.problems} <= MEANT


def test_every_row_of_the_plan_is_hidden_in_a_bill_that_is_sent() -> None:
    sent = {bill.number for message in cargo().messages for bill in bills(message)}
    assert {one.kind for one in cargo().planted} == {row.kind for row in plan()}
    assert {one.bill for one in cargo().planted} <= sent


def test_every_bill_of_a_ship_names_a_container_that_its_stowage_plan_has() -> None:
    plans = [message for message in cargo().messages if "baplie" in message.file_name]
    for message in plans:
        number = message.file_name.split("_")[1]
        stowed = {box.number for each in readings(message) for box in each.manifest.containers}
        of_bills = {
            box
            for other in cargo().messages
            if number in other.file_name
            for bill in bills(other)
            for box in bill.containers
        }
        assert of_bills == stowed, number


def test_one_container_number_is_wrong_and_no_other() -> None:
    numbers = {box for message in cargo().messages for bill in bills(message) for box in bill.containers}
    assert {number for number in numbers if not container.is_valid(number)} == {"QZDU5512340"}


def test_the_list_of_firms_and_craft_is_read_back_as_it_was_meant() -> None:
    listed = cargo().lists[0]
    loaded = load_bytes(listed.raw, listed.file_name)
    assert not loaded.problems
    assert [(each.id, each.kind, each.name) for each in loaded.entries] == [
        (each.id, each.kind, each.name) for each in listed.entries
    ]
    assert {each.kind for each in loaded.entries} == {Kind.ORGANISATION, Kind.PERSON, Kind.VESSEL}


@pytest.mark.library
def test_no_firm_that_we_have_made_up_stands_on_a_public_list() -> None:
    made_up = [*(firm.name for firm in firms()), *(name for name, _, _ in LISTED.values()), *NOT_ABOARD, WHO]
    ours = {words(name) - FORMS for name in made_up}
    assert not ours & {name - FORMS for name in listed_names()}


def test_the_listed_parties_are_met_and_no_other() -> None:
    watch = build_screening_set(entry for listed in cargo().lists for entry in listed.entries)
    met = set()
    for message in cargo().messages:
        for reading in readings(message):
            bills_of = reading.manifest.consignments
            hits = screen_bills(bills_of, watch, today=NOW.date())
            met |= {bills_of[hit.bill].number for hit in hits if hit.bill is not None}
    assert met == {one.bill for one in cargo().planted if one.expect == "listed"}
