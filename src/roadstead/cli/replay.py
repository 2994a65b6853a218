"""`roadstead replay ALERT…`: replay an alert with the versions of lists and rules that raised it, and compare.

It also takes vetting sheets (`vetting-7`), and hits: a file of JSON Lines as `rescreen --json` writes it (`-` for
standard input).
"""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from roadstead.cli.console import read_file, say
from roadstead.cli.django_setup import set_up
from roadstead.platform.database.scope import REGION, scoped

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.pipeline.replay.case import Case
    from roadstead.pipeline.replay.replayer import Replayer

ReplayRequest = tuple[str, "Callable[[Replayer], tuple[str, ...]]"]  # name in messages, and what gives differences
VETTING: Final = "vetting-"  # before the number of a sheet


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="+",
        metavar="ALERT-OR-FILE",
        help="numbers of alerts, vetting sheets as vetting-7, or files with hits from rescreen --json (- for standard"
        " input)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per alert or hit")


def run(arguments: argparse.Namespace) -> int:
    """Replay each. Exit code 0 if all were replayed, identical or not; 1 if some could not be."""
    set_up()
    from roadstead.pipeline.replay.case import CannotReplay  # the tables can be imported only now
    from roadstead.pipeline.replay.replayer import Replayer

    replayer, failed = Replayer(), 0
    for name, replayed in (asked for what in arguments.what for asked in _requests(what)):
        with scoped(REGION):
            try:
                differences = replayed(replayer)
            except CannotReplay as failure:
                say(f"{name}: cannot replay: {failure}")
                failed += 1
                continue
        _show(name, differences, as_json=arguments.json)
    return 1 if failed else 0


def _requests(what: str) -> Iterator[ReplayRequest]:
    if what.isdecimal():
        yield f"alert {what}", lambda replayer: replayer.replay(_alert(int(what))).differences
        return
    if what.startswith(VETTING) and (number := what.removeprefix(VETTING)).isdecimal():
        yield f"vetting sheet {number}", lambda replayer: _sheet(int(number), replayer)
        return
    for place, line in enumerate(read_file(what).splitlines(), 1):
        yield f"{what}:{place}", lambda replayer, line=line: replayer.replay(_hit(line)).differences  # type: ignore[misc]


def _alert(number: int) -> Case:
    from roadstead.casework.alerts.models import Alert
    from roadstead.pipeline.replay.case import CannotReplay
    from roadstead.pipeline.replay.cases import case_of_alert
    from roadstead.platform.audit.models import log

    alert = Alert.objects.select_related("voyage").filter(pk=number).first()
    if alert is None:
        raise CannotReplay("no alert has this number")
    log(None, "replayed", f"alert {number}", states=alert.states, detail=f"by {getpass.getuser()}")
    return case_of_alert(alert)


def _sheet(number: int, replayer: Replayer) -> tuple[str, ...]:
    from roadstead.casework.vetting.models import VettingSheet
    from roadstead.pipeline.replay.case import CannotReplay
    from roadstead.pipeline.replay.vetting import replay_sheet
    from roadstead.platform.audit.models import log

    sheet = VettingSheet.objects.defer("file", "letter").filter(pk=number).first()
    if sheet is None:
        raise CannotReplay("no vetting sheet has this number")
    log(None, "replayed", f"vetting {number}", states=sheet.states, detail=f"by {getpass.getuser()}")
    return replay_sheet(sheet, replayer).differences


def _hit(line: bytes) -> Case:
    from roadstead.pipeline.replay.case import CannotReplay
    from roadstead.pipeline.replay.cases import case_of_line
    from roadstead.platform.audit.models import log

    try:
        case, row = case_of_line(msgspec.json.decode(line, type=dict))
    except msgspec.DecodeError:
        raise CannotReplay("the line is not a JSON object; use the output of `rescreen --json`") from None
    log(None, "replayed", f"{row._meta.model_name} {row.pk}", states=row.states, detail=f"by {getpass.getuser()}")
    return case


def _show(name: str, differences: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        view = {"replayed": name, "identical": not differences, "differences": differences}
        print(msgspec.json.encode(view).decode())
        return
    print(f"{name}: differs" if differences else f"{name}: identical")
    for each in differences:
        print(f"        · {each}")
