"""Writer of CUSCAR from a cargo manifest, as a carrier would send it: for demonstrations, simulations and tests."""

from roadstead.engine.formats.cargo.edifact.write.message import write as write
