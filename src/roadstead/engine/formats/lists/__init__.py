"""Published lists as entries: one module per list, whose reader knows the files and whose mapper knows the meaning."""

from roadstead.engine.formats.lists.content import UnableToLoad
from roadstead.engine.formats.lists.documents import LoadedDocuments, load_documents, load_documents_bytes
from roadstead.engine.formats.lists.loading import ListStream, LoadedList, Source, no_entries
from roadstead.engine.formats.lists.registry import SOURCES, load, load_bytes, load_together, recognise, stream

__all__ = [
    "SOURCES", "ListStream", "LoadedDocuments", "LoadedList", "Source", "UnableToLoad", "load", "load_bytes",
    "load_documents", "load_documents_bytes", "load_together", "no_entries", "recognise", "stream",
]  # fmt: skip
