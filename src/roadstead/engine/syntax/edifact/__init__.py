"""UN/EDIFACT syntax (ISO 9735): bytes to interchanges, messages and segments, and back, without their meaning."""

from roadstead.engine.syntax.edifact.envelope import Content as Content
from roadstead.engine.syntax.edifact.envelope import Message as Message
from roadstead.engine.syntax.edifact.interchange import Interchange as Interchange
from roadstead.engine.syntax.edifact.interchange import looks_like as looks_like
from roadstead.engine.syntax.edifact.interchange import read as read
from roadstead.engine.syntax.edifact.segments import Element as Element
from roadstead.engine.syntax.edifact.segments import Repeated as Repeated
from roadstead.engine.syntax.edifact.segments import Segment as Segment
from roadstead.engine.syntax.edifact.segments import as_text as as_text
from roadstead.engine.syntax.edifact.segments import element_text as element_text
from roadstead.engine.syntax.edifact.segments import part as part
from roadstead.engine.syntax.edifact.segments import repetitions as repetitions
from roadstead.engine.syntax.edifact.segments import write as write
from roadstead.engine.syntax.edifact.separators import DEFAULT as DEFAULT
from roadstead.engine.syntax.edifact.separators import Separators as Separators
