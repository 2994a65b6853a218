"""Lost and stolen documents by the hundred million, in files that workers map.

`form` defines the files, `keys` turns a number into 64 bits, `build` writes, `mapped` reads and adds the changes since.
Results are the same as those of `documents.DocumentIndex`.
"""

from roadstead.engine.matching.document_files.build import build as build
from roadstead.engine.matching.document_files.form import Damaged as Damaged
from roadstead.engine.matching.document_files.mapped import ChangedDocuments as ChangedDocuments
from roadstead.engine.matching.document_files.mapped import DocumentFiles as DocumentFiles
from roadstead.engine.matching.document_files.mapped import open_document_files as open_document_files
