"""ASYCUDA World: the cargo manifest (Awmds) and its companions, and customs declarations (SAD), which are not
manifests.

The schema is not published. Element names and their order follow the national guides (Barbados, Saint Kitts, Grenada)
and the files that programs really write.
"""

from roadstead.engine.formats.cargo.asycuda.bill import packed_bill as packed_bill
from roadstead.engine.formats.cargo.asycuda.declaration import read_declaration as read_declaration
from roadstead.engine.formats.cargo.asycuda.declaration import voyage_of_declaration as voyage_of_declaration
from roadstead.engine.formats.cargo.asycuda.read import read as read
from roadstead.engine.formats.cargo.asycuda.read import voyage_of as voyage_of
