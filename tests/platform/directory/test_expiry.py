"""Personal data of the directory goes when the policy of its category is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.contacts import record_contact
from roadstead.platform.directory.editing import end_holder, end_point, name_holder
from roadstead.platform.directory.expiry import delete_old
from roadstead.platform.directory.models import Contact, ContactPointHolder, HolderContact
from tests.platform.directory.conftest import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def test_what_ended_longer_ago_than_the_policy_says_is_deleted_and_the_rest_stays(cast: Cast) -> None:
    enter(cast.fiu.scope)
    gone = name_holder(cast.point, by=cast.fiu, now=NOW, name="Gone Test", telephone="+1 246 555 0199")
    end_holder(gone, by=cast.fiu, today=TODAY)
    name_holder(cast.point, by=cast.fiu, now=NOW, name="Still Here", mail="here@example.org")
    officer = name_holder(cast.point, by=cast.fiu, now=NOW, kind="deputy", user=cast.officer)
    end_holder(officer, by=cast.fiu, today=TODAY)
    record_contact(cast.telephone, "answered", by=cast.fiu, now=NOW, words="Ask for Ada")
    enter(REGION)
    assert delete_old("12 months", NOW + timedelta(days=364)) == 0
    assert delete_old("12 months", NOW + timedelta(days=367)) == 2
    assert {str(each) for each in ContactPointHolder.objects.all()} == {"Still Here", "officer"}
    assert [each.mail for each in HolderContact.objects.all()] == ["here@example.org"]
    assert not Contact.objects.exists()


def test_whose_contact_point_ended_is_deleted_like_whoever_ended(cast: Cast) -> None:
    enter(cast.fiu.scope)
    name_holder(cast.point, by=cast.fiu, now=NOW, name="Gone Test", telephone="+1 246 555 0199")
    earlier = name_holder(cast.point, by=cast.fiu, now=NOW, kind="deputy", name="Gone Before")
    end_holder(earlier, by=cast.fiu, today=TODAY - timedelta(days=9))
    end_point(cast.point, by=cast.fiu, today=TODAY)
    enter(REGION)
    ended = {each.name: each.valid_to for each in ContactPointHolder.objects.all()}
    assert ended == {"Gone Test": TODAY - timedelta(days=1), "Gone Before": TODAY - timedelta(days=10)}
    assert delete_old("12 months", NOW + timedelta(days=367)) == 2
    assert (ContactPointHolder.objects.count(), HolderContact.objects.count()) == (0, 0)


def test_of_a_holder_with_an_account_no_mail_or_telephone_is_kept(cast: Cast) -> None:
    enter(cast.fiu.scope)
    with pytest.raises(NotAllowed, match="with an account"):
        name_holder(cast.point, by=cast.fiu, now=NOW, user=cast.officer, telephone="+1 246 555 0199")
