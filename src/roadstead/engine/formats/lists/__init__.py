"""Published lists as entries: one module per list, whose reader knows the files and whose mapper knows the meaning."""

from roadstead.engine.formats.lists.content import UnableToLoad
from roadstead.engine.formats.lists.documents import LoadedDocuments, load_documents, load_documents_bytes
from roadstead.engine.formats.lists.loading import ListStream, LoadedList, Source, no_entries_message
from roadstead.engine.formats.lists.registry import SOURCES, load, load_bytes, load_files, recognise, stream

__all__ = [
    "SOURCES", "ListStream", "LoadedDocuments", "LoadedList", "Source", "UnableToLoad", "load", "load_bytes",
    "load_documents", "load_documents_bytes", "load_files", "no_entries_message", "recognise", "stream",
]  # fmt: skip
