"""Deletions of one transaction: collected with their digests, and written to the journal before it commits (S10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.db import connection

from roadstead.oversight.retention.graph import erase, with_references
from roadstead.oversight.retention.logic import journal
from roadstead.oversight.retention.logic.merkle import leaf, root
from roadstead.oversight.retention.models import Batch, Run
from roadstead.oversight.statistics.cache import clear_cache

TEXT: Final = "intake_message text"  # the text of a message only; its row stays
# Values that identify a row for ever: after a restore ids continue, and a new row may get the id of a deleted one.
STABLE: Final[Mapping[str, str]] = {
    "voyages_voyage": "select id, key from voyages_voyage",
    "voyages_traveller": "select t.id, v.key from voyages_traveller t join voyages_voyage v on v.id = t.voyage_id",
    "voyages_booking": "select t.id, v.key from voyages_booking t join voyages_voyage v on v.id = t.voyage_id",
    "voyages_statement": "select t.manifest_id, v.key from voyages_statement t"
    " join voyages_voyage v on v.id = t.voyage_id",
    "cargo_bill": "select t.id, v.key || t.number from cargo_bill t join voyages_voyage v on v.id = t.voyage_id",
    "cargo_voyagecontainer": "select t.id, v.key || t.number from cargo_voyagecontainer t"
    " join voyages_voyage v on v.id = t.voyage_id",
    **{
        f"cargo_{name}": f"select t.id, g.receipt || t.position from cargo_{name} t"  # noqa: S608
        " join voyages_manifest m on m.id = t.manifest_id join intake_message g on g.id = m.message_id"
        for name in ("billstatement", "containerstatement")
    },
    "cargo_cargoreport": "select t.manifest_id, g.receipt from cargo_cargoreport t"
    " join voyages_manifest m on m.id = t.manifest_id join intake_message g on g.id = m.message_id",
    "cargo_firm": "select id, first_at::text from cargo_firm",
    "trips_declaration": "select t.id, v.key || t.kind || t.sent_at::text from trips_declaration t"
    " join voyages_voyage v on v.id = t.voyage_id",
    "alerts_alert": "select id, created_at::text from alerts_alert",
    "alerts_selection": "select id, selected_at::text from alerts_selection",
    "alerts_redress": "select id, sha256 from alerts_redress",
    "intake_message": "select id, receipt from intake_message",
    TEXT: "select id, receipt from intake_message",
}


@dataclass(slots=True)
class Erasure:
    """Deletions so far. `digests`: of every deleted row by table, and of rows by act; `voyages`: those deleted as a
    whole.
    """

    digests: dict[str, list[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)  # acts that began or ended, such as restrictions
    counts: Counter[str] = field(default_factory=Counter)
    voyages: set[int] = field(default_factory=set)

    def erase_rows(self, table: str, ids: Iterable[int]) -> None:
        """Delete these rows and all rows that refer to them."""
        chosen = sorted(set(ids))
        if not chosen:
            return
        found = with_references(table, chosen)
        self.voyages |= found.get("voyages_voyage", set())
        by_table = {name: leaves(name, rows) for name, rows in found.items() if rows}  # before they are gone
        for name, rows in found.items():
            erase(name, sorted(rows))
        for name, digests in by_table.items():
            self.digests.setdefault(name, []).extend(digests)
            self.counts[name] += len(digests)

    def record_blanked(self, messages: Sequence[int]) -> None:
        """Record that the text of these messages was blanked, so that it is blanked again after a restore."""
        if messages:
            self.digests.setdefault(TEXT, []).extend(leaves(TEXT, messages))
            self.counts["messages silenced"] += len(messages)

    def record_act(self, what: str, table: str, ids: Iterable[int]) -> None:
        """Record an act on these rows, such as a restriction, so that it is repeated after a restore. No row is
        deleted.
        """
        self.words.add(what)
        self.digests.setdefault(what, []).extend(leaves(table, ids))

    def commit(self, home: Path, run: Run | None, *, at: datetime) -> str:
        """Write the journal first, so that a replay finds the deletions whatever happens to the transaction. Return the
        root of all digests, "" if there are none. For rows that are only deleted with others the journal has the root,
        not the digests.

        Also clears cached statistics, so that none shows what is deleted or masked.
        """
        if self.counts:
            clear_cache()
        found = {name: digests for name, digests in self.digests.items() if digests}
        if not found:
            return ""
        kept = {name: digests for name, digests in found.items() if name in STABLE or name in self.words}
        proofs = {name: root(digests) for name, digests in found.items() if name not in kept}
        batch = journal.Batch(
            batch=str(uuid4()),
            at=at.isoformat(),
            root=journal.root_of(kept, proofs),
            count=sum(map(len, found.values())),
            tables={name: len(digests) for name, digests in kept.items()},
            proofs=proofs,
        )
        journal.write(home, batch, kept)
        Batch.objects.create(name=batch.batch, run=run, at=at, count=batch.count, root=batch.root)
        return batch.root


def leaves(table: str, ids: Iterable[int]) -> list[str]:
    """Return the digest of each row, in the order of ids."""
    chosen = sorted(ids)
    if table not in STABLE:
        return [leaf(table, each) for each in chosen]
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'UTC'")  # a digest must not depend on the session
        cursor.execute(f"select * from ({STABLE[table]}) rows (id, kept) where id = any(%s)", [chosen])  # noqa: S608
        kept = dict(cursor.fetchall())
    return [leaf(table, each, kept.get(each, "")) for each in chosen]
