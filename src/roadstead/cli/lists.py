"""`roadstead lists`: the lists in force; `roadstead lists load FILE`: put a new version of one in force."""

from __future__ import annotations

import argparse
from pathlib import Path

from roadstead.cli.django_setup import set_up
from roadstead.cli.failure import CannotDo, say
from roadstead.cli.watching import load_lists
from roadstead.config import config
from roadstead.database.scope import REGION, scoped
from roadstead.watchlists.sources import UnableToLoad
from roadstead.watchlists.sources.long_documents import look_through
from roadstead.watchlists.sources.tally import Tally


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=["show", "load", "load-documents"], default="show")
    parser.add_argument("file", nargs="?", default="", help="a list file of any supported format")
    parser.add_argument("--name", default="", help="the list's name; default: what the file calls itself")
    parser.add_argument("--owner", default="REGION", help="REGION, or the state (alpha-3) whose list it is")
    parser.add_argument("--anyway", action="store_true", help="load it although it looks damaged or cut short")


def run(arguments: argparse.Namespace) -> int:
    set_up()
    if arguments.what == "show":
        _show()
        return 0
    if not arguments.file:
        raise CannotDo(f"lists {arguments.what}: name the file to load")
    with scoped(REGION):
        _load(arguments) if arguments.what == "load" else _load_documents(arguments)
    if arguments.what == "load-documents":
        _make_ready()
    return 0


def _show() -> None:
    from roadstead.watchlists.models import WatchList  # the tables can be imported only now

    with scoped(REGION):
        for each in WatchList.objects.prefetch_related("versions"):
            latest = each.versions.first()
            counts = ", ".join(f"{count} {kind}" for kind, count in sorted(latest.counts.items())) if latest else ""
            print(f"{each.name:40} {each.owner:8} {latest.version if latest else '–':12}  {counts}")


def _load(arguments: argparse.Namespace) -> None:
    from roadstead.watchlists.publish import ListRefused, publish

    for loaded in load_lists([arguments.file]):
        try:
            version = publish(loaded, name=arguments.name, owner=arguments.owner, even_if_suspicious=arguments.anyway)
        except ListRefused as refused:
            raise CannotDo(f"{refused} Check the file; --anyway loads it all the same.") from None
        say(f"version {version.version}: {version.added} added, {version.amended} amended, {version.removed} removed")


def _make_ready() -> None:
    """The files of a long list, once the version is in force: no worker has to make them before its next message."""
    from roadstead.watchlists.reported import Reported

    with scoped(REGION):
        reported = Reported.of(config())
        if reported.is_long():
            say(f"{reported.folder}: bringing the files of documents up to date")
            reported.documents()


def _load_documents(arguments: argparse.Namespace) -> None:
    from roadstead.watchlists.publish import ListRefused, publish_documents

    try:
        looked = look_through(Path(arguments.file))
        version = publish_documents(
            looked.documents(Tally()),
            name=arguments.name or looked.name,
            sha256=looked.sha256,
            owner=arguments.owner,
            even_if_suspicious=arguments.anyway,
        )
    except UnableToLoad as failure:
        raise CannotDo(str(failure)) from None
    except ListRefused as refused:
        raise CannotDo(f"{refused} Check the file; --anyway loads it all the same.") from None
    say(f"version {version.version}: {version.added} added, {version.amended} amended, {version.removed} removed")
