"""Packages of Roadstead in the order of imports. `tests/test_architecture.py` checks the code against it, and
`docs/architecture.md` is written from it.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import roadstead

SOURCE: Final = Path(roadstead.__file__).parent
# A module imports only from rows above its own. Packages of one row do not import each other.
ORDER: Final = """
config
engine/sentences
engine/refusals
engine/records
engine/deadlines
engine/reference
engine/text
engine/syntax
engine/chain
engine/formats
engine/matching
engine/rules
engine/screening
engine/voyages
platform/matcher_cache platform/warm
platform/database
platform/outbox
platform/jobs
platform/approvals
platform/accounts
platform/policies
platform/handling
platform/invitations
platform/audit
platform/directory
platform/timeline
filings/intake
filings/voyages
filings/cargo
targeting/rescreens
targeting/watchlists
targeting/rulebook
casework/alerts
casework/cases
outbound/notifications
outbound/responses
oversight/statistics
oversight/retention
oversight/health
oversight/policies
oversight/approvals
pipeline
web/common
web/languages web/templatetags web/forms
web/admin web/alerts web/arrivals web/cargo web/carriers web/cases web/cooperation web/guide web/home web/lists
web/oversight web/rules
web
cli
"""
ROW: Final = {name: number for number, line in enumerate(ORDER.split("\n")) for name in line.split()}
PAGE: Final = SOURCE.parents[1] / "docs" / "architecture.md"
HEAD: Final = """# Architecture

Written by `./roadstead reference` from the packages' own docstrings and the table of imports in `tools/layout.py`.

## How data flows

```
carriers, agents, captains                                     officers, analysts; carriers
        │  API, pages, files                                           ▲  pages, mail, webhooks; responses
        ▼                                                              │
 filings/intake ─► engine/formats ─► engine/voyages ─► filings ─► engine/screening ─► casework ─► outbound
 kept as sent,     bytes to          one voyage of     voyages,   lists, documents    alerts,     responses,
 receipt, queue    records           record            cargo      and rules           decisions   notices
                                                                      ▲
                                                      targeting: lists and rules in force

 pipeline runs it message by message · oversight counts, keeps and deletes · platform: database, accounts, audit
```

A message is acknowledged once it is in the database; a worker (`pipeline/worker.py`) takes it from the queue and
`pipeline/process.py` goes through the whole way in one transaction. What is told to states is written as rows in the
same transaction, and sent by a process of its own that reads no messages. Periodic work is one table
(`pipeline/schedule.py`), run by a scheduler, a process of its own as well.

## Order of imports

A module imports only from packages above its own. Everything under `engine/`, and in a folder `logic/` of any package,
is pure: no framework, database, network, clock or environment. Areas of `web/` import only from `web/common`,
`web/forms` and `web/templatetags`. `tests/test_architecture.py` holds all of it.

| Package | What it is |
|---|---|
"""


def page() -> str:
    """Return `docs/architecture.md` as it follows from the code."""
    rows = [(name, described(name)) for name in ORDER.split()]
    return HEAD + "".join(f"| `{name}` | {words} |\n" for name, words in rows)


def described(name: str) -> str:
    """Return the first line of a package's or a module's docstring."""
    package = SOURCE / name / "__init__.py"
    text = (package if package.exists() else SOURCE / f"{name}.py").read_text()
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
