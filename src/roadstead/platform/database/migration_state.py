"""Migrations without Django's repeated rendering of all models, which took 29 of 31 s of making the tables.

Django renders its model classes anew after every operation, and with them all models that a foreign key leads to or
from: nearly all of them, since nearly all lead to an account or a state. A new model, an index or a constraint changes
no other class. A test compares the tables with those that Django makes by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState

OPTIONS: Final = ("indexes", "constraints")
OPTION_CHANGES: Final = ("_append_option", "_remove_option", "_alter_option")  # those of an index or a constraint


@contextmanager
def rendering_changed_models_only() -> Iterator[None]:
    """While this lasts, a new model is rendered alone, and an index or a constraint is noted on its class."""
    changes = {name: _noting(getattr(ProjectState, name)) for name in OPTION_CHANGES}
    with patch.multiple(ProjectState, add_model=_add_model, **changes):
        yield


def _add_model(state: Any, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])


def _noting(change: Any) -> Any:
    """Return the change of an option without the rendering that follows it."""

    def changed(state: Any, app: str, name: str, *more: Any) -> None:
        apps = state.__dict__.pop("apps", None)  # without it nothing is rendered
        change(state, app, name, *more)
        if apps is not None:
            state.__dict__["apps"] = apps
            for option in OPTIONS:
                setattr(apps.get_model(app, name)._meta, option, state.models[app, name].options.get(option, []))

    return changed
