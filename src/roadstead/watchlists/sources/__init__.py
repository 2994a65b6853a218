"""Lists as they are published, to entries: one file a list, its reader knows the file and its mapper the meaning."""

from roadstead.watchlists.sources.content import UnableToLoad
from roadstead.watchlists.sources.documents import LoadedDocuments, load_documents, load_documents_bytes
from roadstead.watchlists.sources.loading import ListStream, LoadedList, Source, no_entries
from roadstead.watchlists.sources.registry import SOURCES, load, load_bytes, load_together, recognise, stream

__all__ = [
    "SOURCES", "ListStream", "LoadedDocuments", "LoadedList", "Source", "UnableToLoad", "load", "load_bytes",
    "load_documents", "load_documents_bytes", "load_together", "no_entries", "recognise", "stream",
]  # fmt: skip
