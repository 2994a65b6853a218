"""Actions of `roadstead accounts`: states, carriers with a token, people with a password."""

from __future__ import annotations

import argparse
import json
import os
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from roadstead.cli.console import CommandFailed
from roadstead.config import config
from roadstead.engine.reference.countries import is_code
from roadstead.engine.reference.partners import partners
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Carrier, Organisation, Role, State, Token, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.audit.models import log
from roadstead.platform.invitations.invitation_links import new_link, organisation_for, refusal
from roadstead.platform.registration.carrier_codes import PREFIX, is_self_registered


@transaction.atomic
def password(arguments: argparse.Namespace) -> str:
    """Set a new password for an account; return it, to be shown once."""
    user = User.objects.filter(username=arguments.name).first()
    if user is None:
        raise CommandFailed(f"no account has the user name {arguments.name!r}")
    account_notices.notify([user], "password", timezone.now(), account=user.username)
    _note("password set", user)
    return _give_password(user)


@transaction.atomic
def link(arguments: argparse.Namespace) -> str:
    """Make a link, valid for 72 hours, to reset password and second factor; return it, to be shown once."""
    user = User.objects.filter(username=arguments.name).first()
    if user is None:
        raise CommandFailed(f"no account has the user name {arguments.name!r}")
    secret = new_link(user, by=None, now=timezone.now())
    _note("link made", user)
    return f"{user.username:20} {config().url}/invitations/{secret}"


@transaction.atomic
def add(arguments: argparse.Namespace) -> str:
    """Add an account with a password."""
    role, code = Role(arguments.role), _existing_code(State, arguments.state)
    named = Organisation.objects.filter(pk=_existing_code(Organisation, arguments.organisation)).first()
    try:
        with transaction.atomic():
            user = User.objects.create(
                username=arguments.name,
                role=role,
                state_id=code,
                carrier_id=_existing_code(Carrier, arguments.carrier),
                organisation=organisation_for(role, State.objects.filter(pk=code).first(), named),
            )
    except (IntegrityError, NotAllowed) as error:
        raise CommandFailed(f"{arguments.name}: {refusal(str(error))}") from None
    _note("account added", user)
    account_notices.notify_of_new_account(user, by=None, now=timezone.now())
    return _give_password(user)


def state(arguments: argparse.Namespace) -> str:
    """Add a participating state. Membership is data: it changes with each Act."""
    if not is_code(arguments.code):
        raise CommandFailed(f"{arguments.code} is not the alpha-3 code of a country; use ISO 3166, for example GRD")
    State.objects.update_or_create(code=arguments.code, defaults={"name": arguments.name})
    return f"{arguments.code} {arguments.name}"


@transaction.atomic
def partner(arguments: argparse.Namespace) -> str:
    """Add a partner of the shipped table to the directory; without a code, return the table. A row that is there stays
    as it is. Being in the directory opens nothing: that takes an agreement in force.
    """
    shipped = {each.code: each for each in partners()}
    if not arguments.code:
        marks = {True: "verified", False: "not verified"}
        return "\n".join(
            f"{each.code:12} {each.names['en']}, {marks[each.verified]}: {each.source}" for each in shipped.values()
        )
    if (row := shipped.get(arguments.code.upper())) is None:
        raise CommandFailed(f"no shipped partner has the code {arguments.code!r}; they are: {', '.join(shipped)}")
    made = {"names": dict(row.names), "type": OrganisationType.PARTNER, "source": row.source, "verified": row.verified}
    found, is_new = Organisation.objects.get_or_create(code=row.code, defaults=made)
    if is_new:
        log(None, "added", f"organisation {found.pk}", states=[], detail=account_notices.COMMAND_LINE)
    return f"{found.pk:12} {found.names['en']}"


@transaction.atomic
def carrier(arguments: argparse.Namespace) -> str:
    """Add a carrier with a token for its system; the token is shown once."""
    if is_self_registered(arguments.code):
        raise CommandFailed(f"codes with {PREFIX} are of carriers that registered themselves; choose another code")
    made, _ = Carrier.objects.update_or_create(code=arguments.code[:12], defaults={"name": arguments.name})
    log(None, "token issued", f"carrier {made.pk}", detail=account_notices.COMMAND_LINE)
    account_notices.notify_of_new_token(made, now=timezone.now())
    return f"{made}  token {Token.issue(made, 'command line')}"


def _existing_code(kind: type[State] | type[Carrier] | type[Organisation], code: str) -> str | None:
    name = kind.__name__.lower()
    if code and not kind.objects.filter(pk=code).exists():
        where = "on the page Directory" if kind is Organisation else f"with `accounts {name}`"
        raise CommandFailed(f"unknown {name} {code}; add it first {where}")
    return code or None


def _note(action: str, user: User) -> None:
    """Write to the audit log that it was done on the command line: no person is known here."""
    detail = f"{account_notices.COMMAND_LINE}, {user.role}"
    log(None, action, f"user {user.pk}", states=[user.state_id] if user.state_id else [], detail=detail)


def _give_password(user: User) -> str:
    secret = new_password()
    user.set_password(secret)
    user.save()
    update_demo_file(user.username, secret)
    return f"{user.username:20} {secret}"


def new_password() -> str:
    """Return sixteen hexadecimal digits (64 bits), in groups that can be read over a telephone."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def update_demo_file(name: str, password: str) -> None:
    """Update the demo accounts' file, from which `show` prints."""
    path = config().home / "demo.json"
    if path.exists():
        kept = json.loads(path.read_text())
        if name in kept["accounts"]:
            kept["accounts"][name] = password
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC), "w") as file:
                json.dump(kept, file, indent=1)
