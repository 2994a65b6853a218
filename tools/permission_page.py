"""The page of docs/reference about roles: a table of permissions, from platform/accounts."""

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

Generated from `platform/accounts/*permissions.py` by `./roadstead reference`. Each line is a
permission that pages and commands check.
**•** yes, **s** only people of a state, **c** only people of the regional centre, empty: no. People see only rows that
concern their own state or carrier ([isolation](../decisions/0003-isolation.md)).
"""
PREFIX: Final = "may_"


def page() -> str:
    set_up()
    from roadstead.platform.accounts import (  # they need Django's models
        cooperation_permissions,
        filing_permissions,
        permissions,
    )
    from roadstead.platform.accounts.models import Role

    asked = {
        name: getattr(module, name)
        for module in (permissions, cooperation_permissions, filing_permissions)
        for name in _names(module)
    }
    head = f"| May | {' | '.join(Role.labels)} |"
    rows = [_row(name, may, tuple(Role)) for name, may in asked.items()]
    meanings = [f"- `{name}`: {' '.join((may.__doc__ or '').split())}" for name, may in asked.items()]
    return "\n".join(
        [HEAD, head, "|---|" + ":-:|" * len(Role), *rows, "", "## Meaning of each permission", "", *meanings, ""]
    )


def _names(module: ModuleType) -> list[str]:
    """Return the names of the permissions in the order of the file."""
    tree = ast.parse(inspect.getsource(module))
    return [one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith(PREFIX)]


def _row(name: str, may: Callable[[User], bool], roles: tuple[Role, ...]) -> str:
    return f"| {name.removeprefix(PREFIX).replace('_', ' ')} | {' | '.join(_cell(may, role) for role in roles)} |"


def _cell(may: Callable[[User], bool], role: Role) -> str:
    """Return the mark for a person of a state and for one of the centre, as far as the role can be either."""
    from roadstead.platform.accounts.models import CENTRE_ROLES, STATE_ROLES, Role, User

    can_be_of_state = role not in {*CENTRE_ROLES, Role.CARRIER}
    answers = {"s": may(User(role=role, state_id="XXX"))} if can_be_of_state else {}
    answers |= {"c": may(User(role=role))} if role not in STATE_ROLES else {}
    return "•" if all(answers.values()) else next((mark for mark, says_yes in answers.items() if says_yes), "")
