"""What may not be kept is taken out before the first byte is stored: it is in no table and in no log (S2)."""

from __future__ import annotations

import hashlib
import logging

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import receive
from roadstead.filings.voyages.models import Booking, Traveller, Voyage
from roadstead.platform.accounts.models import State, User
from roadstead.web.carriers.receipt import receipt_view
from tests.pipeline.test_pipeline import NOW, file
from tests.samples import Person, paxlst

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
MEAL, REMARK = "ZZKOSHER", "QQPRAYERBOOK"  # what the tables are searched for
PNRGOV = "".join(
    f"{segment}'"
    for segment in (
        "UNB+IATA:1+2X+APIS+261125:1100+77++PNRGOV",
        "UNH+1+PNRGOV:15:1:IA+2X0101/261126/1000",
        "MSG+:22",
        "ORG+2X:MIA",
        "TVL+261126:1000:261126:1400+MIA+BGI+2X+101",
        "EQN+1",
        "SRC",
        "RCI+2X:QWERTY::011026:0900",
        f"SSR+MOML:HK:1:2X:::::{MEAL}",
        f"IFT+4:28::2X+{REMARK}",
        "ORG+2X:MIA",
        "TIF+INVENTED+ANN:A:1",
        f"SSR+WCHR:HK:1:2X:::::{REMARK}",
        "SSR+DOCS:HK:1:2X:::::/P/BRB/T0000001/BRB/01JAN80/F/01JAN35/INVENTED/ANN",
        "TVL+261126:1000:261126:1400+MIA+BGI+2X+101",
        "RPI+1+HK",
        "UNT+16+1",
        "UNZ+1+77",
    )
).encode()


@pytest.fixture(autouse=True)
def state() -> None:
    State.objects.get_or_create(code="BRB", defaults={"name": "Barbados"})


COLUMNS = """
    select table_schema, table_name, column_name, data_type from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema in ('public', 'pgmq')
      and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')"""


def places_of(marker: str) -> list[str]:
    """Every column of every table in which the marker stands, as text or as bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for schema, table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'select count(*) from "{schema}"."{table}" where strpos({text}, %s) > 0', [marker])
            found += [f"{table}.{column}"] * cursor.fetchone()[0]
    return found


def test_of_what_is_removed_nothing_is_in_any_table_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    file(PNRGOV)
    assert places_of("INVENTED"), "the search finds what is there"
    for marker in (MEAL, REMARK, "MOML", "WCHR"):
        assert places_of(marker) == []
        assert marker not in caplog.text


def test_the_booking_is_kept_and_its_traveller_is_on_the_voyage() -> None:
    file(PNRGOV)
    ann = Traveller.objects.get()
    assert (ann.surname, ann.presence, ann.documents.get().number) == ("INVENTED", "booked", "T0000001")
    booking = Booking.objects.get()
    assert (booking.locator, booking.travellers, booking.states) == ("QWERTY", [ann.pk], ["BRB"])
    assert sum(booking.detail["dropped"].values()) > 0


def test_the_same_body_again_has_its_receipt_although_less_of_it_is_kept() -> None:
    first = receive(PNRGOV, carrier="2X", channel="api", now=NOW).message
    assert receive(PNRGOV, carrier="2X", channel="api", now=NOW).repeated
    assert first.sha256 == hashlib.sha256(PNRGOV).hexdigest()
    assert (first.size, bytes(first.raw) == PNRGOV) == (len(PNRGOV), False)


def test_how_much_was_removed_stands_on_the_receipt_and_on_the_page(supervisor: User, client: Client) -> None:
    message = file(PNRGOV)
    removed = receipt_view(message)["removed_before_storage"]
    assert removed == message.dropped
    assert message.dropped_count >= 3
    assert "meal" not in removed  # of one traveller it would tell
    client.force_login(supervisor)
    page = client.get(f"/messages/{message.receipt}").content.decode()
    assert "Removed before storage" in page
    assert f"{message.dropped_count} texts" in page


def test_how_much_was_removed_can_never_be_changed() -> None:
    message = receive(PNRGOV, carrier="2X", channel="api", now=NOW).message
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(dropped={})


def test_a_list_without_bookings_is_kept_byte_for_byte() -> None:
    raw = paxlst(Person(surname="MOML"))
    assert bytes(file(raw).raw) == raw
    assert Message.objects.get().dropped == {}
    assert Voyage.objects.exists()
