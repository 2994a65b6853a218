"""PAXLST, the way back: a manifest in, a message out, which our reader reads back as the same manifest."""

from roadstead.messages.paxlst.writer.interchange import interchange as interchange
from roadstead.messages.paxlst.writer.interchange import write as write
from roadstead.messages.paxlst.writer.segment import Segment as Segment
from roadstead.messages.paxlst.writer.split import split as split
