"""Keys by which search finds travellers, and the functions of the database that compute them (decision 0042)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection, models

from roadstead.platform.accounts.visibility import OfStateAlone
from roadstead.platform.database.row_security import UNRESTRICTED, Isolation, is_my_state

NAMES: Final = ("name1", "name2", "name3", "name4", "name5")
COMPUTE: Final = """
select voyages_search_words(text), array(select voyages_search_sound(word) from unnest(words) word)
from (select %s::text as text, %s::text[] as words) given
"""


class SearchKeys(models.Model):
    """Keys of one traveller, in one row for each state that sees the person.

    Triggers of the travellers' table maintain it, so whatever writes, masks or deletes a traveller changes it in the
    same statement; nobody else can write it. The state comes first in every index: what other states store changes
    neither what a search finds nor how long it takes.
    """

    pk = models.CompositePrimaryKey("traveller_id", "state")
    # without a key of the database: a deletion is proven for the traveller, and not a second time for the keys
    traveller = models.ForeignKey(
        "voyages.Traveller", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    state = models.CharField(max_length=3)
    # the sound of each part of the name; five, since the null bits of eight columns need no further bytes
    name1 = models.CharField(max_length=24, null=True)
    name2 = models.CharField(max_length=24, null=True)
    name3 = models.CharField(max_length=24, null=True)
    name4 = models.CharField(max_length=24, null=True)
    name5 = models.CharField(max_length=24, null=True)
    booking = models.CharField(max_length=35, null=True)  # letters and digits in capitals

    objects = OfStateAlone.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name=f"search_{column}_idx",
                fields=["state", column],
                condition=models.Q(**{f"{column}__isnull": False}),
            )
            for column in (*NAMES, "booking")
        ]
        constraints = [
            Isolation(
                name="voyages_searchkeys_isolation",
                read=is_my_state("state"),
                write=None,
                add="false",
                unhidden=UNRESTRICTED,
            )
        ]

    def __str__(self) -> str:
        return f"search keys of traveller {self.traveller_id}"


def sounds(text: str, words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the words of a typed name as the database reads them, and the sound of each of `words`."""
    with connection.cursor() as cursor:
        cursor.execute(COMPUTE, [text, list(words)])
        read, found = cursor.fetchone()
    return read, dict(zip(words, found, strict=True))
