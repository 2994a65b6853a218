"""Common steps of publishing entries and documents: the list, the doubt, audit and rescreen."""

from __future__ import annotations

from roadstead.engine.sentences import Sentence, in_turn
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.platform.audit.models import log
from roadstead.targeting.rescreens.models import Reason
from roadstead.targeting.rescreens.queue import queue_rescreen
from roadstead.targeting.watchlists.logic.changes import NO_DOUBT
from roadstead.targeting.watchlists.models import REGION, Version, WatchList

BATCH_SIZE = 2000  # rows written at a time


class ListRefused(Exception):
    """The new version looks damaged or cut short; the old one stays in force. Its sentence gives the reason."""


class WrongListRefused(ListRefused):
    """The file cannot become a version of this list, even with a supervisor's confirmation."""


def get_locked_list(name: str, owner: str, source: str, *, is_notices: bool = False) -> WatchList:
    """Return the list, created if missing, and locked: others who publish a version of it wait."""
    return WatchList.objects.select_for_update().get_or_create(
        name=name[:80], owner=owner, defaults={"source": source, "is_notices": is_notices}
    )[0]


def refuse_other_file(watch_list: WatchList, *, is_notices: bool = False) -> None:
    """Raise WrongListRefused for a manual list, whose entries two people approved (S21, S23), and if notices and other
    entries would stand on one list.
    """
    if watch_list.is_manual:
        raise WrongListRefused(
            Sentence(
                "%(list)s is a manual list, and a file cannot replace it. Import the file on the page of the list: each"
                " row becomes a nomination there.",
                {"list": watch_list.title},
            )
        )
    if watch_list.is_notices and not is_notices:
        raise WrongListRefused(
            Sentence(
                "%(list)s holds INTERPOL notices. A notice is not a warrant: its action is to refer to the national"
                " bureau, never to stop. Load this file as a list with another name.",
                {"list": watch_list.title},
            )
        )
    if is_notices and not watch_list.is_notices:
        raise WrongListRefused(
            Sentence(
                "The file holds INTERPOL notices, and %(list)s is a list of other entries. Load the notices as a list"
                " with another name.",
                {"list": watch_list.title},
            )
        )


def refuse_doubtful(doubt: Sentence, watch_list: WatchList, even_if_suspicious: bool, by: User | None) -> None:
    """Raise ListRefused if there is a doubt, unless a supervisor confirms by name."""
    if not doubt or (even_if_suspicious and by is not None and may_load_lists(by)):
        return
    latest = watch_list.versions.first()
    stays = (
        Sentence("%(list)s stays at version %(version)s.", {"list": watch_list.title, "version": latest.version})
        if latest
        else Sentence("%(list)s is not put in force.", {"list": watch_list.title})
    )
    confirm = Sentence("Only a supervisor can put it in force, by name." if even_if_suspicious else "")
    raise ListRefused(in_turn(stays, doubt, confirm))


def log_and_rescreen(version: Version, by: User | None, doubt: Sentence = NO_DOUBT, *, action: str = "") -> None:
    """Write the version to the audit log, and queue a rescreen of voyages if it changed anything.

    A state's own list concerns that state: its auditor reads of it, and of a doubt that was overruled.
    """
    states = [] if version.owner == REGION else [version.owner]
    action = action or ("doubted list published" if doubt else "list published")
    subject = f"list {version.watch_list_id} version {version.version}"
    checked = f"checked {version.checked_on}" if version.checked_on else ""
    log(by, action, subject, states=states, detail=". ".join(filter(None, (str(doubt), checked)))[:200])
    if version.added or version.amended or version.removed or version.checked_on:
        queue_rescreen(Reason.LIST, owner=version.owner, watch_list=version.watch_list, version=version)
