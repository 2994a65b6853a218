"""Writer of Awmds and Awbolds from our records, so that nothing is keyed twice; our reader reads the output back.

Elements stand in the order of the schema as programs generated from it have it. Elements that only some countries know
(DG_status, Consolidated_Cargo, Port_of_origin_code, the carrier of a bill, HS_Compliance) are written only if they have
a value.
"""

from roadstead.engine.formats.cargo.asycuda.write.documents import masters as masters
from roadstead.engine.formats.cargo.asycuda.write.documents import write_awbolds as write_awbolds
from roadstead.engine.formats.cargo.asycuda.write.documents import write_awmds as write_awmds
from roadstead.engine.formats.cargo.asycuda.write.unsupported import not_carried as not_carried
