"""Scripts that are read in more ways than one."""

from __future__ import annotations

import pytest

from roadstead.engine.text.names import readings


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("رضا", {"rd", "rz"}),
        ("وثيق", {"wthyq", "wsyq", "wsygh"}),
        ("علوی", {"alwy", "alvy"}),
        ("نورى", {"nwra", "nwry"}),
        ("نورﻯ", {"nwra", "nwry"}),
        ("نورالدين", {"nwrldyn", "nwrdyn"}),
        ("דוד", {"dwd", "dvd"}),
        ("כהן", {"khn"}),
        ("Ντόρα", {"ntora", "dora"}),
        ("Χρήστος", {"christos", "hristos"}),
        ("Müller", {"muller", "mueller"}),
        ("Иванов", {"ivanov"}),
    ],
)
def test_a_script_is_read_in_every_way_that_its_peoples_say_it(written: str, read: set[str]) -> None:
    ((*found,),) = readings(written)
    assert set(found) == read
