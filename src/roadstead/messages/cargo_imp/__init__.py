"""Cargo-IMP: what airlines and forwarders tell each other of air cargo (IATA Resolution 670), read and written.

Message types FFM (manifest of a flight), FWB (air waybill), FHL (house waybills under one), FSU and FSA (status), FMA
and FNA (acknowledgement), MVT (movement of an aircraft).
"""

from roadstead.messages.cargo_imp.reader import read as read
from roadstead.messages.cargo_imp.reader import voyage_of as voyage_of
from roadstead.messages.cargo_imp.writer import write as write
from roadstead.syntax.cargoimp import looks_like as looks_like
