"""`roadstead lists`: show the lists in force; `roadstead lists load FILE`: put a new version of one in force.

`--preview` shows the changes and loads nothing; a version that looks damaged needs a supervisor's name (`--by`).
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from roadstead.cli.console import CommandFailed, counted, say
from roadstead.cli.django_setup import set_up
from roadstead.cli.screening_set import load_lists, say_problems
from roadstead.config import config
from roadstead.engine.formats.lists import UnableToLoad
from roadstead.engine.formats.lists.streamed_documents import StreamedDocuments, scan_documents
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.database.scope import REGION, scoped

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.platform.accounts.models import User
    from roadstead.targeting.watchlists.differences import Preview


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="ACTION")
    what.add_parser("show", help="print the lists in force (default)")
    load = what.add_parser("load", help="load a new version of a watchlist and put it in force")
    _loading(load)
    load.add_argument(
        "--checked",
        type=_day,
        metavar="DAY",
        help="INTERPOL notices only: the day on which they were checked with the national bureau (YYYY-MM-DD)",
    )
    _loading(what.add_parser("load-documents", help="load a new version of a list of lost and stolen documents"))


def _loading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of loading; options may precede or follow the file."""
    parser.add_argument("file", help="a list file of any supported format")
    parser.add_argument("--name", default="", help="the name of the list (default: the name in the file)")
    parser.add_argument("--owner", default="REGION", help="the owner: REGION, or a state (alpha-3 code)")
    parser.add_argument("--preview", action="store_true", help="print the changes, entry by entry, and load nothing")
    parser.add_argument(
        "--anyway", action="store_true", help="load the file although it looks damaged or truncated; needs --by"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="the supervisor who takes responsibility (user name)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day. Write it as 2026-11-30") from None


def run(arguments: argparse.Namespace) -> int:
    set_up()
    if arguments.what in {None, "show"}:
        _show()
        return 0
    with scoped(REGION):
        _load(arguments) if arguments.what == "load" else _load_documents(arguments)
    if arguments.what == "load-documents":
        _build_document_files()
    return 0


def _show() -> None:
    from roadstead.targeting.watchlists.models import WatchList  # the tables can be imported only now

    with scoped(REGION):
        for each in WatchList.objects.prefetch_related("versions"):
            latest = each.versions.first()
            counts = ", ".join(f"{count} {kind}" for kind, count in sorted(latest.counts.items())) if latest else ""
            print(f"{each.name:40} {each.owner:8} {latest.version if latest else '–':12}  {counts}")


REMEDY = "Check the file and the changes with --preview. To load it anyway, add --anyway --by NAME."


def _load(arguments: argparse.Namespace) -> None:
    from roadstead.targeting.watchlists.in_force import WrongListRefused
    from roadstead.targeting.watchlists.publish import ListRefused, preview, publish

    for loaded in load_lists([arguments.file], may_be_empty=True):
        try:
            if arguments.preview:
                found = preview(loaded, name=arguments.name, owner=arguments.owner, checked_on=arguments.checked)
                _show_preview(found)
                continue
            version = publish(
                loaded,
                name=arguments.name,
                owner=arguments.owner,
                by=_supervisor(arguments),
                even_if_suspicious=arguments.anyway,
                checked_on=arguments.checked,
            )
        except (WrongListRefused, NotAllowed) as refused:
            raise CommandFailed(str(refused)) from None
        except ListRefused as refused:
            raise CommandFailed(f"{refused} {REMEDY}") from None
        say(f"version {version.version}: {version.added} added, {version.amended} amended, {version.removed} removed")


def _build_document_files() -> None:
    """Build the files of a long list once the version is in force, so that no worker must before its next message."""
    from roadstead.targeting.watchlists.documents_in_force import DocumentsInForce

    with scoped(REGION):
        reported = DocumentsInForce.of(config())
        if reported.is_long():
            say(f"{reported.folder}: updating the document index")
            reported.documents()


def _load_documents(arguments: argparse.Namespace) -> None:
    from roadstead.targeting.watchlists.in_force import WrongListRefused
    from roadstead.targeting.watchlists.publish import ListRefused

    tally = Tally()
    try:
        _compare_or_publish(scan_documents(Path(arguments.file)), tally, arguments)
    except (UnableToLoad, WrongListRefused) as refused:
        raise CommandFailed(str(refused)) from None
    except ListRefused as refused:
        raise CommandFailed(f"{refused} {REMEDY}") from None
    finally:
        say_problems(arguments.file, tally.problems)


def _compare_or_publish(looked: StreamedDocuments, tally: Tally, arguments: argparse.Namespace) -> None:
    from roadstead.targeting.watchlists.publish import preview_documents, publish_documents

    documents, name, digest = looked.documents(tally), arguments.name or looked.name, looked.sha256
    if arguments.preview:
        _show_preview(
            preview_documents(
                documents, name=name, sha256=digest, problems=lambda: tally.problems, owner=arguments.owner
            )
        )
        return
    version = publish_documents(
        documents,
        name=name,
        sha256=digest,
        problems=lambda: tally.problems,
        owner=arguments.owner,
        by=_supervisor(arguments),
        even_if_suspicious=arguments.anyway,
    )
    say(f"version {version.version}: {version.added} added, {version.amended} amended, {version.removed} removed")


def _supervisor(arguments: argparse.Namespace) -> User | None:
    """Return the account named with --by, which must be a supervisor's; None if nobody is named."""
    from roadstead.platform.accounts.models import User
    from roadstead.platform.accounts.permissions import may_load_lists
    from roadstead.platform.directory.backend import PeopleBackend
    from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION

    if not arguments.by:
        if arguments.anyway:
            raise CommandFailed("lists load --anyway: name the supervisor who takes responsibility (--by NAME)")
        return None
    found = User.objects.filter(username=arguments.by).first()
    user = PeopleBackend().get_user(found.pk) if found else None
    if user is None or not may_load_lists(user) or (user.state_id or OF_THE_REGION) != arguments.owner:
        raise CommandFailed(f"--by {arguments.by}: {arguments.owner} has no supervisor with this user name")
    return user


def _show_preview(found: Preview) -> None:
    """Print the changes; the warning about a damaged file comes last, where it is not overlooked."""
    print(f"{found.title}: version {found.version} compared with {found.in_force or 'no version'} in force")
    print(f"read as {found.form}: " + ", ".join(f"{number} {kind}" for kind, number in sorted(found.counts.items())))
    if found.checked_until:
        print(f"checked with the national bureau: raises alerts until {found.checked_until}")
    if found.expired:
        print(f"{counted(found.expired, 'expired entry', 'expired entries')}, which will raise no alerts")
    print(f"{found.added} added, {found.amended} amended, {found.removed} removed")
    for each in found.differences:
        print(f"{each.what:8} {each.id}  {each.name}")
        for change in each.fields:
            was = f"{change.before or '–'} → " if each.what == "amended" else ""
            print(f"           {change.label}: {was}{change.after or '–'}")
    if found.hidden_count:
        print(f"and {counted(found.hidden_count, 'more change')}")
    print(f"Warning: {found.doubt}" if found.doubt else "Nothing was loaded. To load the list, leave out --preview.")
