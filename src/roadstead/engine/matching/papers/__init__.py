"""Lost and stolen documents by the hundred million, in files that every worker maps and none holds.

`form` is what lies in the files, `keys` how a number becomes 64 bits, `build` writes, `mapped` reads and adds
what has changed since. Whoever asks sees the same as of a `documents.DocumentIndex`.
"""

from roadstead.engine.matching.papers.build import build as build
from roadstead.engine.matching.papers.form import Damaged as Damaged
from roadstead.engine.matching.papers.mapped import Changed as Changed
from roadstead.engine.matching.papers.mapped import Papers as Papers
from roadstead.engine.matching.papers.mapped import open_papers as open_papers
