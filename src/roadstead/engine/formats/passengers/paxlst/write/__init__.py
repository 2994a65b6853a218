"""Writer of PAXLST: a manifest in, a message out that our reader reads back as the same manifest."""

from roadstead.engine.formats.passengers.paxlst.write.interchange import interchange as interchange
from roadstead.engine.formats.passengers.paxlst.write.interchange import split as split
from roadstead.engine.formats.passengers.paxlst.write.interchange import write as write
from roadstead.engine.formats.passengers.paxlst.write.segment import Segment as Segment
