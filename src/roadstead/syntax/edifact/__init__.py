"""UN/EDIFACT syntax (ISO 9735): bytes to interchanges, messages and segments, and back. Knows no meaning."""

from roadstead.syntax.edifact.envelope import Content as Content
from roadstead.syntax.edifact.envelope import Message as Message
from roadstead.syntax.edifact.interchange import Interchange as Interchange
from roadstead.syntax.edifact.interchange import looks_like as looks_like
from roadstead.syntax.edifact.interchange import read as read
from roadstead.syntax.edifact.segments import Element as Element
from roadstead.syntax.edifact.segments import Repeated as Repeated
from roadstead.syntax.edifact.segments import Segment as Segment
from roadstead.syntax.edifact.segments import as_text as as_text
from roadstead.syntax.edifact.segments import element_text as element_text
from roadstead.syntax.edifact.segments import part as part
from roadstead.syntax.edifact.segments import repetitions as repetitions
from roadstead.syntax.edifact.separators import DEFAULT as DEFAULT
from roadstead.syntax.edifact.separators import Separators as Separators
from roadstead.syntax.edifact.write import write as write
