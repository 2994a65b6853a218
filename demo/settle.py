"""Set-up of the demo region in the database: states, carriers, people, lists, and the messages to be sent."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from demo.body_decisions import decide_on_storms
from demo.by_hand import make_manual_list
from demo.desks import add_channels
from demo.directory import make_organisations, name_contact_points
from demo.exchanges import exchange_requests
from demo.incident_room import open_storm_room
from demo.lookouts import issue_lookouts
from demo.notices import publish_notices
from demo.records import DemoList, DemoMessage, Region
from demo.region import make
from demo.situation_reports import report_situation
from demo.surrenders import bring_before_court
from demo.trips import save_a_trip
from demo.users import USERS
from demo.users import User as Account
from demo.vetting import vet_applicants
from demo.warrants import issue_warrants
from demo.watch_log import keep_watch
from roadstead.cli.console import CommandFailed
from roadstead.cli.register import new_password
from roadstead.engine.formats.lists import load_bytes, load_documents_bytes
from roadstead.filings.intake.models import Message
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.platform.accounts.models import Carrier, Organisation, Role, State, Token, User
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.invitations.invitation_links import organisation_for
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.rulebook.acts import approve, disparity_limit, propose
from roadstead.targeting.rulebook.library import add_library, proposed_drafts
from roadstead.targeting.watchlists.publish import publish, publish_documents

SEED = 1
DEMO_DAYS = timedelta(days=90)
# Rules for cargo that are off in the library and on in this region.
ALSO_ON = ("cargo-consignee-elsewhere", "cargo-dual-use", "cargo-personal-effects-heavy")
LOST_AND_STOLEN = "Lost and stolen documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Accounts and tokens of the demo, and the messages still to be sent (none if some are stored)."""

    accounts: dict[str, str]  # username → password
    tokens: dict[str, str]  # carrier → token
    to_send: tuple[DemoMessage, ...]


def settle(home: Path, wait_for_matcher: Callable[[], None] = lambda: None) -> Settled:
    """Set up the region at the first call; later calls change nothing. `wait_for_matcher`: called before the first
    screening, which would compile the matcher a second time while another process compiles it."""
    kept = _kept(home / "demo.json")
    with scoped(REGION):
        if kept and User.objects.exists():
            # The demo may be stopped for any length of time; starting it enables its accounts.
            User.objects.filter(username__in=kept["accounts"]).update(demo=True, opened_at=datetime.now(UTC))
            waiting = () if Message.objects.exists() else make(SEED, datetime.fromisoformat(kept["made_at"])).sent
            return Settled(accounts=kept["accounts"], tokens=kept["tokens"], to_send=waiting)
        if User.objects.exists():
            raise CommandFailed(
                f"the database has people already, but {home / 'demo.json'} is gone: start with --no-demo,"
                " and give passwords with `./roadstead accounts password NAME`"
            )
        region = make(SEED, datetime.now(UTC))
        _states_and_carriers(region)
        for each in region.published:
            _publish(each)
        accounts, tokens = _people(), {carrier.code: _token(carrier.code) for carrier in region.carriers}
        make_manual_list(region, region.now)
        publish_notices(region.now)
        _rules(region.now)
        add_channels(region.now)
        name_contact_points(region.now)
        save_a_trip(region.now)
        exchange_requests(region.now)
        issue_lookouts(region.now)
        issue_warrants(region, region.now)
        bring_before_court(region.now)
        keep_watch(region.now)
        report_situation(region.now)
        open_storm_room(region.now)
        decide_on_storms(region.now)
        wait_for_matcher()
        vet_applicants(region.now)
        # Nothing is stored yet that could be rescreened with the lists and rules just put in force.
        RescreenJob.objects.filter(done_at=None).update(done_at=region.now)
    _keep(home / "demo.json", {"made_at": region.now.isoformat(), "accounts": accounts, "tokens": tokens})
    return Settled(accounts=accounts, tokens=tokens, to_send=region.sent)


def _states_and_carriers(region: Region) -> None:
    for state in region.states:
        State.objects.update_or_create(code=state.code, defaults={"name": state.name, "zone": state.zone})
    make_organisations()
    for carrier in region.carriers:
        Carrier.objects.update_or_create(code=carrier.code, defaults={"name": carrier.name})


def _publish(each: DemoList) -> None:
    if each.kind == "documents":
        papers = load_documents_bytes(each.raw, each.file_name)
        publish_documents(papers.documents, name=LOST_AND_STOLEN, sha256=papers.version.sha256, owner=each.owner)
    else:
        loaded = load_bytes(each.raw, each.file_name, today=datetime.now(UTC).date())
        publish(loaded, name=each.name, owner=each.owner, source="demo")


def _rules(now: datetime) -> None:
    """Put in force the rules that the library proposes, with two people of the centre, through the functions of the
    pages.
    """
    analyst, supervisor = (User.objects.get(username=f"region.{role}") for role in ("analyst", "supervisor"))
    add_library(now=now)
    for version in proposed_drafts(also=ALSO_ON):
        dry_run_rule(version, by=analyst, now=now)
        propose(version.pk, expires=now.date() + DEMO_DAYS, justification="", by=analyst, now=now)
        approve(version.pk, justification="", limit=disparity_limit(version.owner), by=supervisor, now=now)


def _people() -> dict[str, str]:
    """Create the users, each with a random password (there are no default passwords)."""
    return {each.username: _person(each) for each in USERS}


def _person(each: Account) -> str:
    password = new_password()
    first, _, last = each.name.partition(" ")
    role, state = Role(each.role), State.objects.filter(pk=each.state).first()
    named = Organisation.objects.filter(pk=each.organisation).first()
    User.objects.create_user(
        each.username,
        password=password,
        role=role,
        first_name=first,
        last_name=last,
        state=state,
        carrier_id=each.carrier or None,
        organisation=organisation_for(role, state, named),
        demo=True,
    )
    return password


def _token(carrier: str) -> str:
    return Token.issue(Carrier.objects.get(pk=carrier), "demo")


def _kept(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text()) if path.exists() else None


def _keep(path: Path, content: object) -> None:
    """Write a file that only the person who started Roadstead can read: it has the demo's passwords."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=1)
