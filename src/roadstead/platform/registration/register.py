"""Registration in two steps: ask for an account, then confirm the address by the link in the mail.

Only the second step makes the account and its carrier, and whoever reads the mailbox chooses the password. The link is
signed with the signing key, so that nothing stored opens anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Carrier, Role, User
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.registration.carrier_codes import new_code
from roadstead.platform.registration.limits import check_registration
from roadstead.platform.registration.models import FilerMail, Registration, SelfRegistered

LINK_VALIDITY: Final = timedelta(hours=24)
SALT: Final = "roadstead registration"
HAS_ACCOUNT: Final = _("There is an account with this address already. Sign in with it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Entries of somebody who registers."""

    name: str
    email: str
    kind: str
    language: str


@transaction.atomic
def ask_for_account(wanted: Wanted, *, now: datetime) -> None:
    """Store the registration and have its mail sent. Raises NotAllowed if a limit is reached.

    Does the same for an address that has an account: only the mail, written later, tells the two apart.
    """
    check_registration(wanted.email, now)
    made = Registration.objects.create(
        name=wanted.name, email=wanted.email, kind=wanted.kind, language=wanted.language, made_at=now
    )
    outbox.write(EventKind.REGISTRATION, made.pk)
    log(None, "registered", f"registration {made.pk}", detail=wanted.kind)


def secret_of(registration: Registration) -> str:
    """Return the secret of the link, which is stored nowhere."""
    return signing.dumps(registration.pk, salt=SALT)


def open_registration(secret: str, *, now: datetime) -> Registration | None:
    """Return the registration of this link, locked until the transaction ends; None if it is used, too old or wrong."""
    try:
        pk = signing.loads(secret, salt=SALT, max_age=LINK_VALIDITY)
    except signing.BadSignature:
        return None
    return Registration.objects.select_for_update().filter(pk=pk, used_at=None, made_at__gt=now - LINK_VALIDITY).first()


@transaction.atomic
def create_account(registration: Registration, password: str, *, now: datetime) -> User:
    """Make the account and the carrier of a confirmed address, and end the link. Raises NotAllowed if there is one."""
    carrier = Carrier.objects.create(code=new_code(), name=registration.name)
    first, _space, last = registration.name.partition(" ")
    user = User(
        username=carrier.code.lower(),
        first_name=first,
        last_name=last,
        email=registration.email,
        role=Role.CARRIER,
        carrier=carrier,
        opened_at=now,
        certified_at=now,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise NotAllowed(HAS_ACCOUNT) from None
    SelfRegistered.objects.create(carrier=carrier, kind=registration.kind, confirmed_at=now)
    FilerMail.objects.create(person=user, carrier=carrier, language=registration.language)
    Registration.objects.filter(pk=registration.pk).update(used_at=now)
    log(user, "address confirmed", f"user {user.pk}", detail=f"registration {registration.pk}")
    return user
