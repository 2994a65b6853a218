"""Keys by which search finds travellers: the database keeps them, whatever is done to the travellers' table."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from demo.names import ORIGINS, names
from roadstead.engine.matching.keys import _skeleton
from roadstead.filings.voyages.find_people import named, part_keys, with_booking
from roadstead.filings.voyages.models import SearchKeys, Traveller, Voyage
from roadstead.filings.voyages.search_keys import NAMES, sounds
from roadstead.oversight.retention.mask import mask_people
from roadstead.oversight.retention.models import Restriction
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.web.search.recognise import name_parts
from tests.oversight.statistics.test_figures import NOW, people, voyage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def keys_of(surname: str, given: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select voyages_search_keys(%s, %s)", [surname, given])
        found: list[str] = cursor.fetchone()[0]
    return found


def stored() -> set[tuple[Any, ...]]:
    return set(SearchKeys.objects.values_list("traveller_id", "state", *NAMES, "booking"))


def computed() -> set[tuple[Any, ...]]:
    """What the keys of all travellers are, worked out from the travellers one by one."""
    found = set()
    for row in Traveller.objects.all():
        names = keys_of(row.surname, row.given)
        booking = "".join(filter(str.isalnum, row.booking)).upper() or None
        padded = [*names, *[None] * (len(NAMES) - len(names))]
        found |= {(row.pk, state, *padded, booking) for state in row.states if names or booking}
    return found


@pytest.mark.parametrize(
    ("surname", "given", "keys"),
    [
        ("O'BRIEN-SMITH", "MARIA DE LA CRUZ", ["abrn", "smt", "mr", "krs", "de"]),
        ("JOSEPH", "KOFI MR", ["jsf", "kf"]),
        ("LI", "LEE", ["li", "lee"]),
        ("MÜLLER", "ŁUKASZ", ["mlr", "lks"]),
        ("MUELLER", "LUKAS", ["mlr", "lks"]),
        ("Мухаммед", "Юсуф", ["mhmd", "asf"]),
        ("محمد", "يوسف", ["mhmd", "asf"]),
        ("Χρήστου", "Γιώργος", ["srst", "grgs"]),
        ("שמעון", "דוד", ["smfn", "dfd"]),
        ("ABD AL-RAHMAN", "SAIF", ["abd", "rmn", "sf", "al"]),
        ("", "", []),
        ("FNU", "UNKNOWN", []),
        ("<>.,", "-/", []),
        ("A" * 400, "x", ["a" * 24, "x"]),
    ],
)
def test_a_name_has_the_sounds_of_its_parts(surname: str, given: str, keys: list[str]) -> None:
    assert keys_of(surname, given) == keys


def test_the_database_hears_names_as_the_matcher_does() -> None:
    """So that a list entry and a search find the same spellings. Of the demo's names all, of eight origins."""
    words = sorted(
        {
            word
            for origin in ORIGINS
            for kind in (names(origin).surname, names(origin).male, names(origin).female)
            for part in kind
            for each in name_parts(part.sent)
            for word in each
            if len(_skeleton(word)) > 1
        }
    )
    _, found = sounds("", words)
    others = {word: (found[word], _skeleton(word)) for word in words if found[word] != _skeleton(word)}
    assert len(words) > 1_000
    assert len(others) < len(words) / 100, others


def test_keys_follow_every_change_of_a_traveller() -> None:
    random, states = Random(7), ("BRB", "LCA", "VCT")
    world = [row for _ in range(8) for row in people(voyage(*random.sample(states, 2)), 4, given="ANNA")]
    assert stored() == computed()
    for _ in range(40):
        row = random.choice(world)
        same = Traveller.objects.filter(pk=row.pk)
        match random.randrange(6):
            case 0:
                same.update(surname=random.choice(["JOSEPH", "", "DE SOUZA"]), given="KOFI")
            case 1:
                same.update(states=random.sample(states, random.randrange(3)))
            case 2:
                same.update(booking=random.choice(["", "ab-12 x", "QWERTY"]))
            case 3:
                same.update(presence="withdrawn", voyage=random.choice(list(Voyage.objects.all())))
            case 4:
                mask_people(Voyage.objects.get(pk=row.voyage_id), crew=False)
            case _:
                with connection.cursor() as cursor:
                    cursor.execute("select retention_erase('voyages_traveller', %s)", [[row.pk]])
        assert stored() == computed()
    assert stored()


def test_one_list_costs_no_more_statements_of_ours_and_masking_leaves_no_key(
    django_assert_num_queries: Any,
) -> None:
    on = voyage("BRB")
    (first,) = people(on, 1)
    with django_assert_num_queries(1):
        Traveller.objects.bulk_create(
            [Traveller(voyage=on, manifest_id=first.manifest_id, surname="BULK", states=["BRB"]) for _ in range(300)]
        )
    assert SearchKeys.objects.filter(name1="blk").count() == 300
    mask_people(on, crew=False)
    assert not SearchKeys.objects.exists()


def test_nobody_but_the_database_writes_keys(officer_a: User) -> None:
    (row,) = people(voyage("BRB"), 1, surname="JOSEPH")
    for scope in (REGION, officer_a.scope):
        enter(scope)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            SearchKeys.objects.create(traveller_id=row.pk, state="LCA", name1="x")
        assert not SearchKeys.objects.update(name1="x")
        assert not SearchKeys.objects.filter(traveller_id=row.pk).delete()[0]
    enter(REGION)
    assert SearchKeys.objects.get().name1 == "jsf"


def test_a_state_reads_its_own_keys_and_nobody_those_of_a_restricted_person(officer_a: User, officer_b: User) -> None:
    both, alone = people(voyage("BRB", "LCA"), 1)[0], people(voyage("BRB"), 1)[0]
    Restriction.objects.create(traveller=both, voyage=both.voyage, owner="BRB", at=NOW, states=["BRB"])
    enter(officer_a.scope)
    assert set(SearchKeys.objects.values_list("traveller_id", "state")) == {(alone.pk, "BRB")}
    enter(officer_b.scope)
    assert not SearchKeys.objects.exists()
    enter(Scope(carrier="X9"))
    assert not SearchKeys.objects.exists()
    enter(REGION)
    assert SearchKeys.objects.count() == 3


def stored_name(surname: str, given: str) -> int:
    (row,) = people(voyage("BRB"), 1, surname=surname, given=given)
    return row.pk


@pytest.mark.parametrize(
    ("surname", "given", "typed"),
    [
        ("JOSEPH", "KOFI EMMANUEL", "kofi joseph"),
        ("JOSEPH", "KOFI EMMANUEL", "Joseph, Kofi"),
        ("JOSEPH", "KOFI", "Yusuf"),  # another form of the name
        ("JOSEPH", "KOFI", "Jospeh Kofi"),
        ("MOHAMMED", "YOUSEF", "Muhamad Yusuf"),
        ("MOHAMMED", "YOUSEF", "محمد يوسف"),
        ("MUKHAMMED", "YUSUF", "Мухаммед Юсуф"),
        ("JEANPIERRE", "MARIE", "Jean Pierre Marie"),
        ("JEAN PIERRE", "MARIE", "Jeanpierre Marie"),
        ("PERSAUD", "ANIL", "Prasad Anil"),
        ("MUELLER", "JOERG", "Müller Jörg"),
        ("DE LA CRUZ", "ANA", "cruz ana"),
        ("SMITH", "JOHN", "John Alexander Smith"),
        ("WILLIAMS", "ANNA", "Wiliams Ana"),
        ("LEE", "ANN", "lee ann"),
        ("O'BRIEN", "TARA", "obrien tara"),
        ("JURIJ", "PETROV", "Yuri Petrov"),
    ],
)
def test_a_person_is_found_by_a_name_in_any_order_spelling_and_script(
    surname: str, given: str, typed: str, officer_a: User
) -> None:
    pk = stored_name(surname, given)
    stored_name("QUILLIMANE", "TOBIAS")
    enter(officer_a.scope)
    steps = list(named(officer_a, typed, name_parts(typed)))
    assert steps, part_keys(typed, name_parts(typed))
    assert steps[0] == [pk]


def test_a_booking_is_found_by_its_letters_and_digits(officer_a: User, officer_b: User) -> None:
    (row,) = people(voyage("BRB"), 1, booking="ab c-123")
    assert with_booking(officer_a, "ABC123") == [row.pk]
    assert with_booking(officer_b, "ABC123") == []


def test_parts_written_together_or_apart_are_looked_for_only_where_some_name_of_the_reader_has_them(
    officer_a: User, officer_b: User, analyst: User
) -> None:
    """Without reading those who have the other part: for a common surname these would be thousands."""
    stored_name("JEANPIERRE", "MARIE")
    for at in range(3):
        stored_name("MARIE", f"{'ABC'[at]}NOLLE")
    for user, found in ((officer_a, 1), (analyst, 1), (officer_b, 0)):
        enter(user.scope)
        with CaptureQueriesContext(connection) as asked:
            steps = list(islice(named(user, "Jean Pierre Marie", name_parts("Jean Pierre Marie")), 1))
        assert [len(step) for step in steps] == ([1] if found else []), user
        joined = [each["sql"] for each in asked if "'jnpr'" in each["sql"] and "traveller_id" in each["sql"]]
        assert len(joined) == found, user  # nobody of the other state has it: no statement reads people for it
    enter(REGION)


def test_one_word_with_a_wrong_consonant_is_looked_for_only_as_names_that_somebody_has(
    officer_a: User, officer_b: User
) -> None:
    """Some 140 sounds are one consonant away: with all of them the statement walked through the whole table."""
    pk = stored_name("QUILLIMANE", "TOBIAS")
    for user, found in ((officer_a, [[pk]]), (officer_b, [])):
        enter(user.scope)
        with CaptureQueriesContext(connection) as asked:
            assert list(named(user, "Quillifane", name_parts("Quillifane"))) == found
        read = [each["sql"] for each in asked if "traveller_id" in each["sql"] and "'klmn'" in each["sql"]]
        assert len(read) == len(found)
        assert all("'klfm'" not in each for each in read)  # which nobody is called
    enter(REGION)
