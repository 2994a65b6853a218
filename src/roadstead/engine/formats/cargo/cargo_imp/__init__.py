"""Cargo-IMP: the air cargo messages of airlines and forwarders (IATA Resolution 670), read and written.

Message types: FFM (manifest of a flight), FWB (air waybill), FHL (house waybills under one), FSU and FSA (status), FMA
and FNA (acknowledgement), MVT (movement of an aircraft).
"""

from roadstead.engine.formats.cargo.cargo_imp.read import read as read
from roadstead.engine.formats.cargo.cargo_imp.read import voyage_of as voyage_of
from roadstead.engine.formats.cargo.cargo_imp.write import write as write
from roadstead.engine.syntax.cargoimp import looks_like as looks_like
