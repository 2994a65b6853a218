"""XML from any sender: bytes to elements, by local name, with a report of tolerated errors, without meaning (XML 1.0).

Nothing here loads a document type, resolves an entity or opens a connection, and nothing here raises.
"""

from roadstead.engine.syntax.xml.document import DECLARATION as DECLARATION
from roadstead.engine.syntax.xml.document import Document as Document
from roadstead.engine.syntax.xml.document import looks_like as looks_like
from roadstead.engine.syntax.xml.document import read as read
from roadstead.engine.syntax.xml.element import Element as Element
from roadstead.engine.syntax.xml.element import NestedValues as NestedValues
from roadstead.engine.syntax.xml.element import folded as folded
from roadstead.engine.syntax.xml.element import name_of as name_of
from roadstead.engine.syntax.xml.element import nested_values as nested_values
from roadstead.engine.syntax.xml.element import unread as unread
from roadstead.engine.syntax.xml.encoding import BLANKS as BLANKS
from roadstead.engine.syntax.xml.encoding import as_characters as as_characters
from roadstead.engine.syntax.xml.encoding import as_utf8 as as_utf8
from roadstead.engine.syntax.xml.parse import NO_MAKERS as NO_MAKERS
from roadstead.engine.syntax.xml.parse import Broken as Broken
from roadstead.engine.syntax.xml.parse import Makers as Makers
