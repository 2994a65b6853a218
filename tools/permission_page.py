"""The page of docs/reference about roles: a table of who may do what, from platform/accounts/permissions.py."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Final

from roadstead.cli.django_setup import set_up

if TYPE_CHECKING:
    from roadstead.platform.accounts.models import Role, User

HEAD: Final = """# Who may do what

Written by `./roadstead reference` from `platform/accounts/permissions.py`. Each line is a question that pages and
commands ask.
**•** yes, **s** only people of a state, **c** only people of the regional centre, empty: no. Which rows a person sees
is another question: those that concern the own state or carrier ([isolation](../decisions/0003-isolation.md)).
"""
PREFIX: Final = "may_"


def page() -> str:
    set_up()
    from roadstead.platform.accounts import permissions  # the tables can be imported only now
    from roadstead.platform.accounts.models import Role

    asked = {name: getattr(permissions, name) for name in _names(permissions)}
    head = f"| May | {' | '.join(Role.labels)} |"
    rows = [_row(name, may, tuple(Role)) for name, may in asked.items()]
    meanings = [f"- `{name}`: {' '.join((may.__doc__ or '').split())}" for name, may in asked.items()]
    return "\n".join([HEAD, head, "|---|" + ":-:|" * len(Role), *rows, "", "## What each means", "", *meanings, ""])


def _names(module: ModuleType) -> list[str]:
    """The questions in the order of the file."""
    tree = ast.parse(inspect.getsource(module))
    return [one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith(PREFIX)]


def _row(name: str, may: Callable[[User], bool], roles: tuple[Role, ...]) -> str:
    return f"| {name.removeprefix(PREFIX).replace('_', ' ')} | {' | '.join(_cell(may, role) for role in roles)} |"


def _cell(may: Callable[[User], bool], role: Role) -> str:
    """Asked for a person of a state and for one of none, as far as the role can have either."""
    from roadstead.platform.accounts.models import OF_A_STATE, OF_THE_CENTRE, Role, User

    can_be_of_state = role not in {*OF_THE_CENTRE, Role.CARRIER}
    answers = {"s": may(User(role=role, state_id="XXX"))} if can_be_of_state else {}
    answers |= {"c": may(User(role=role))} if role not in OF_A_STATE else {}
    return "•" if all(answers.values()) else next((mark for mark, says_yes in answers.items() if says_yes), "")
