"""Every real passenger list of the corpus says what its expected.json says, and each of its deviations is reported."""

from __future__ import annotations

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from tests.engine.formats.corpus import Expected, codes, missing_deviations
from tests.engine.formats.corpus_paxlst import PAXLST, agrees, expected, rows

pytestmark = pytest.mark.library

FILES = expected()
# Of two LOC+91 (a state, then its country) the country is the issuer; the state stays with what was sent.
STATE_AND_COUNTRY = "VA, US"


def reading(name: str) -> Reading:
    (read,) = registry.read((PAXLST / name).read_bytes())
    return read


def is_read(field: str, wanted: object, read: object) -> bool:
    if "doc" in field and STATE_AND_COUNTRY in str(wanted):
        return str(wanted).replace(STATE_AND_COUNTRY, "US") == str(read)
    return agrees(field, wanted, read)


@pytest.mark.parametrize(("name", "wanted"), FILES.items(), ids=list(FILES))
def test_every_expected_field_comes_out(name: str, wanted: Expected) -> None:
    compared = list(rows(wanted, reading(name)))
    assert [row for row in compared if not is_read(*row)] == []
    assert len(compared) > 15


@pytest.mark.parametrize(("name", "wanted"), FILES.items(), ids=list(FILES))
def test_every_deviation_is_reported(name: str, wanted: Expected) -> None:
    assert missing_deviations(wanted, codes([reading(name)])) == set()


@pytest.mark.parametrize("name", FILES)
def test_every_segment_is_used_or_kept(name: str) -> None:
    """What a list says and we do not use stands in `unread`: the corpus has only these of that kind."""
    assert {segment[:3] for segment in reading(name).unread} <= {"RFF"}


@pytest.mark.parametrize(
    "pair", ["ace_d03b_truck ace_d03b_truck_smooks", *(f"ediclean_{each} ediclean_{each}_cleaned" for each in "ACDF")]
)
def test_a_message_means_the_same_however_it_was_wrapped(pair: str) -> None:
    one, other = (reading(f"{name}.txt").manifest for name in pair.split())
    assert one == other
