"""Two versions of a list of lost and stolen documents, compared."""

from hypothesis import given
from hypothesis import strategies as st

from roadstead.model import ListedDocument
from roadstead.watchlists.document_changes import Key, compare, doubt, key_of

DOCUMENTS = st.lists(
    st.builds(
        ListedDocument,
        issuer=st.sampled_from(["", "BRB", "JAM"]),
        number=st.sampled_from(["T1", "T2", "T3", "T4"]),
        reason=st.sampled_from(["", "stolen"]),
    )
)


def in_force(documents: list[ListedDocument]) -> dict[Key, str]:
    return {key_of(document): document.reason for document in documents}


def numbered(start: int, stop: int) -> list[ListedDocument]:
    return [ListedDocument(number=f"T{at}") for at in range(start, stop)]


@given(DOCUMENTS, DOCUMENTS)
def test_what_is_ended_and_added_turns_the_old_version_into_the_new(
    old: list[ListedDocument], new: list[ListedDocument]
) -> None:
    changes = compare(in_force(old), new)
    kept = {key: reason for key, reason in in_force(old).items() if key not in changes.ended}
    assert kept | in_force([*changes.added, *changes.amended]) == in_force(new)
    assert (len(kept), changes.count) == (changes.same, len(in_force(new)))


def test_an_empty_or_shortened_version_is_doubted_and_a_short_list_may_shrink() -> None:
    old = in_force(numbered(0, 100))
    assert "lists no document; 100 are in force" in doubt(100, compare(old, []))
    assert doubt(100, compare(old, numbered(21, 200))).startswith("21 of 100 documents are gone (21%;")
    assert doubt(100, compare(old, numbered(20, 200))) == ""
    assert doubt(8, compare(in_force(numbered(0, 8)), numbered(0, 2))) == ""
    assert "lists no document" in doubt(0, compare({}, []))
