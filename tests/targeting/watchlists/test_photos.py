"""Photos of listed persons: what is stored of a file, who agrees to it, and when it is deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.targeting.watchlists.agree import approve, decline, withdraw
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo, WatchList
from roadstead.targeting.watchlists.nominate import drop, propose, propose_renewal, save_draft
from roadstead.targeting.watchlists.photos import UNCHANGED, PhotoChange, delete_old
from tests.conftest import make_user
from tests.targeting.watchlists.test_manual_lists import GOOD

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 400), shade: int = 90, **given: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (shade, 120, 150)).save(out, kind, **given)
    return out.getvalue()


# ── nominate, agree, delete ─────────────────────────────────────────────────────────────────


@pytest.fixture
def kept(region: None, supervisor_a: User) -> WatchList:
    return create_list("Warrants", 12, 6, by=supervisor_a)


def wait(
    kept: WatchList, by: User, base: Entry | None = None, photo: PhotoChange = UNCHANGED, **other: str
) -> Nomination:
    row = save_draft(kept, {**GOOD, **other}, why="asked for", by=by, now=NOW, base=base, photo=photo)
    return propose(row, by=by, now=NOW)


def live(
    kept: WatchList, by: User, second: User, base: Entry | None = None, photo: PhotoChange = UNCHANGED, **other: str
) -> Entry:
    row = wait(kept, by, base, photo, **other)
    approve([row.pk], why="compared", by=second, now=NOW)
    return Entry.objects.get(entry_id=row.entry_id, removed_in=None)


NEW = PhotoChange(picture())
OTHER = PhotoChange(picture(shade=10))
pg = pytest.mark.django_db


@pg
def test_a_photo_comes_into_force_with_its_entry_by_a_second_person(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    entry = live(kept, officer_a, supervisor_a, photo=NEW)
    assert entry.photo == Photo.objects.get()
    assert (entry.photo.owner, entry.photo.added_by, entry.photo.added_at) == ("BRB", officer_a, NOW)
    assert "photo" not in entry.listed  # nothing is matched by it


@pg
def test_another_photo_alone_is_an_amendment_and_the_old_one_is_deleted_when_it_holds(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    entry = live(kept, officer_a, supervisor_a, photo=NEW)
    row = wait(kept, officer_a, entry, OTHER)
    entry.refresh_from_db()
    assert Photo.objects.count() == 2
    assert entry.photo != row.photo
    approve([row.pk], why="compared", by=supervisor_a, now=NOW)
    entry.refresh_from_db()
    assert entry.photo == row.photo == Photo.objects.get()
    assert entry.removed_in is None


@pg
def test_an_amendment_and_a_renewal_keep_the_photo(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    first = live(kept, officer_a, supervisor_a, photo=NEW)
    second = live(kept, officer_a, supervisor_a, first, born="1979-03-14")
    assert second.pk != first.pk
    assert second.photo == Photo.objects.get()
    row = propose_renewal(second, why="looked at", by=officer_a, now=NOW + timedelta(days=9))
    approve([row.pk], why="w", by=supervisor_a, now=NOW + timedelta(days=9))
    assert Entry.objects.get(removed_in=None).photo == Photo.objects.get()


@pg
def test_a_photo_is_deleted_with_its_entry(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    entry = live(kept, officer_a, supervisor_a, photo=NEW)
    withdraw(entry, why="served", by=supervisor_a, now=NOW)
    assert not Photo.objects.exists()
    entry.refresh_from_db()
    assert entry.photo is None


@pg
def test_an_amendment_may_remove_the_photo(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    entry = live(kept, officer_a, supervisor_a, photo=NEW)
    live(kept, officer_a, supervisor_a, entry, PhotoChange(is_removed=True))
    assert not Photo.objects.exists()


@pg
def test_the_photo_of_a_nomination_that_came_to_nothing_is_deleted(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    entry = live(kept, officer_a, supervisor_a, photo=NEW)
    declined, dropped, overtaken = (wait(kept, officer_a, entry, OTHER, born=born) for born in ("1978", "1977", "1976"))
    decline([declined.pk], why="another person", by=supervisor_a, now=NOW)
    drop(dropped.pk, by=officer_a, now=NOW)
    assert set(Photo.objects.all()) == {entry.photo, overtaken.photo}
    live(kept, officer_a, supervisor_a, entry, born="1975")
    assert Photo.objects.get() == entry.photo


@pg
def test_a_second_photo_in_a_draft_takes_the_place_of_the_first(kept: WatchList, officer_a: User) -> None:
    row = save_draft(kept, {}, why="", by=officer_a, now=NOW, photo=NEW)
    save_draft(kept, {}, why="", by=officer_a, now=NOW, of=row, photo=OTHER)
    assert Photo.objects.get() == row.photo
    save_draft(kept, {}, why="", by=officer_a, now=NOW, of=row)
    assert Photo.objects.get() == row.photo


@pg
def test_a_file_that_is_no_photo_is_refused_at_its_field(kept: WatchList, officer_a: User) -> None:
    for raw in (b"%PDF-1.7\n", b"MZ", picture()[:300], picture(size=(80, 300))):
        with pytest.raises(NotAllowed) as refused:
            save_draft(kept, {}, why="", by=officer_a, now=NOW, photo=PhotoChange(raw))
        assert isinstance(refused.value, FieldRefused)
        assert refused.value.field == "photo"
    assert not Photo.objects.exists()


@pg
def test_photos_of_expired_entries_and_of_old_drafts_are_deleted_by_policy(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    live(kept, officer_a, supervisor_a, photo=NEW, expires="2026-12-01")
    save_draft(kept, {}, why="", by=officer_a, now=NOW, photo=OTHER)
    assert delete_old("30 days", NOW + timedelta(days=29)) == 0
    assert delete_old("30 days", NOW + timedelta(days=31)) == 1  # of the draft
    assert Photo.objects.get() == Entry.objects.get().photo
    assert delete_old("30 days", datetime(2027, 1, 2, tzinfo=UTC)) == 1
    assert not Photo.objects.exists()


@pg
def test_an_old_draft_of_an_amendment_leaves_the_entry_its_photo(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    entry = live(kept, officer_a, supervisor_a, photo=NEW)
    save_draft(kept, GOOD, why="", by=officer_a, now=NOW, base=entry)
    assert delete_old("30 days", NOW + timedelta(days=90)) == 0


@pg
def test_only_the_owners_people_read_a_photo(
    kept: WatchList, officer_a: User, supervisor_a: User, officer_b: User, supervisor: User
) -> None:
    live(kept, officer_a, supervisor_a, photo=NEW)
    for other in (officer_b, supervisor):
        assert not Photo.objects.visible_to(other).exists()
        enter(other.scope)
        assert not Photo.objects.exists()
        enter(REGION)
    enter(Scope(states=("BRB",), user=officer_a.pk))
    assert Photo.objects.visible_to(officer_a).exists()
    enter(REGION)


@pg
def test_a_photo_of_the_regions_list_is_not_the_states_to_read(supervisor: User, officer_a: User, region: None) -> None:
    regional = create_list("Regional notices", 12, 6, by=supervisor)
    second = make_user("region-second", Role.SUPERVISOR)
    live(regional, supervisor, second, photo=NEW)
    assert Photo.objects.visible_to(supervisor).exists()
    assert not Photo.objects.visible_to(officer_a).exists()
    enter(officer_a.scope)
    assert not Photo.objects.exists()
    enter(REGION)
