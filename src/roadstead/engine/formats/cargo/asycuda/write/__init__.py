"""Awmds and Awbolds from our records, so that nothing is keyed twice; our reader reads back what was written.

Elements stand in the order of the schema as programs generated from it have it. Those that only some countries know
(DG_status, Consolidated_Cargo, Port_of_origin_code, the carrier of a bill, HS_Compliance) are written only where there
is something to say.
"""

from roadstead.engine.formats.cargo.asycuda.write.documents import masters as masters
from roadstead.engine.formats.cargo.asycuda.write.documents import write_awbolds as write_awbolds
from roadstead.engine.formats.cargo.asycuda.write.documents import write_awmds as write_awmds
from roadstead.engine.formats.cargo.asycuda.write.lost import not_carried as not_carried
