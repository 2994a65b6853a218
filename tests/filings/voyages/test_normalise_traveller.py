"""One normalised form, what was sent beside it. All people are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.records import Craft, Document, Leg, Manifest, Mode, Sent, Traveller, Voyage
from roadstead.engine.voyages.normalise import comparable, country, normalised, normalised_manifest


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("GB", "GBR"),
        ("gbr", "GBR"),
        ("D<<", "DEU"),
        ("ROM", "ROU"),
        ("ZAR", "COD"),
        ("TMP", "TLS"),
        ("YUG", "YUG"),
        ("SUN", "SUN"),
        ("DDR", "DDR"),
        ("ANT", "ANT"),
        ("RKS", "XKX"),
        ("XXA", "XXA"),
        ("GBD", "GBD"),
        ("UNO", "UNO"),
        ("QQQ", "QQQ"),
        ("", ""),
    ],
)
def test_a_country_has_one_code(sent: str, code: str) -> None:
    assert country(sent) == code


def test_what_was_sent_stands_beside_what_was_made_of_it() -> None:
    sent = Traveller(given="JOHNMR", nationality="ROM", embark="MKJP", sex="M", segment=7)
    made = normalised(sent, Mode.AIR)
    assert (made.given, made.nationality, made.embark) == ("JOHN", "ROU", "KIN")
    assert made.sent == (
        Sent(field="given names", value="JOHNMR", segment=7),
        Sent(field="nationality", value="ROM", segment=7),
        Sent(field="port of embarkation", value="MKJP", segment=7),
    )


def test_an_old_code_and_the_new_one_are_no_change() -> None:
    old = Traveller(surname="Popa", nationality="ROM", documents=(Document(number="AB 123-456", issuer="ROM"),))
    new = Traveller(
        surname="POPA", nationality="ROU", documents=(Document(number="AB123456", issuer="ROU", segment=9),)
    )
    assert old != new
    assert comparable(normalised(old, Mode.AIR)) == comparable(normalised(new, Mode.AIR))


def test_numbers_of_documents_stay_as_they_were_sent() -> None:
    sent = Traveller(documents=(Document(number="O1 B8-77", issuer="BRB"),))
    assert normalised(sent, Mode.AIR) is sent


@pytest.mark.parametrize(
    ("mode", "sent", "code"),
    [
        (Mode.AIR, "TBPB", "BGI"),
        (Mode.AIR, "BBBGI", "BGI"),
        (Mode.AIR, "BGI", "BGI"),
        (Mode.SEA, "BGI", "BBBGI"),
        (Mode.SEA, "BBBGI", "BBBGI"),
        (Mode.SEA, "QQQQQ", "QQQQQ"),
    ],
)
def test_a_voyages_places_have_one_code(mode: Mode, sent: str, code: str) -> None:
    voyage = Voyage(mode=mode, legs=(Leg(origin=sent, destination=sent),), craft=Craft(flag="BB"))
    made = normalised_manifest(Manifest(voyage=voyage)).voyage
    assert (made.legs[0].origin, made.legs[0].destination, made.craft.flag) == (code, code, "BRB")


words = st.text(alphabet="ABDMNRSTYmr. ", max_size=12)


@given(st.builds(Traveller, surname=words, given=words, sex=words, nationality=words, embark=words))
def test_normalising_twice_changes_nothing_more(traveller: Traveller) -> None:
    once = normalised(traveller, Mode.AIR)
    assert normalised(once, Mode.AIR) is once
