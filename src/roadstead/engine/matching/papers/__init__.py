"""Lost and stolen documents by the hundred million, in files that workers map.

`form` defines the files, `keys` turns a number into 64 bits, `build` writes, `mapped` reads and adds the changes since.
Results are the same as those of `documents.DocumentIndex`.
"""

from roadstead.engine.matching.papers.build import build as build
from roadstead.engine.matching.papers.form import Damaged as Damaged
from roadstead.engine.matching.papers.mapped import Changed as Changed
from roadstead.engine.matching.papers.mapped import Papers as Papers
from roadstead.engine.matching.papers.mapped import open_papers as open_papers
