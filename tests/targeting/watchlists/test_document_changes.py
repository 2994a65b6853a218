"""Two versions of a list of lost and stolen documents: when is the new one doubted?"""

from roadstead.targeting.watchlists.publish_documents import DocumentChanges, reason_to_doubt


def changes(old: int, removed: int, new: int) -> DocumentChanges:
    return DocumentChanges(added=new - (old - removed), amended=0, removed=removed, old=old, new=new)


def test_an_empty_or_shortened_version_is_doubted_and_a_short_list_may_shrink() -> None:
    assert "lists no document. 100 are in force" in str(reason_to_doubt(changes(100, 100, 0)))
    assert str(reason_to_doubt(changes(100, 21, 179))).startswith("21 of 100 documents are missing (21%;")
    assert not reason_to_doubt(changes(100, 20, 180))
    assert not reason_to_doubt(changes(8, 6, 2))
    assert "lists no document" in str(reason_to_doubt(changes(0, 0, 0)))
