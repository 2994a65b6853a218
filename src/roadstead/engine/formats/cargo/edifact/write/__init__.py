"""A cargo manifest to CUSCAR: what a carrier would send, for demonstrations, simulations and tests."""

from roadstead.engine.formats.cargo.edifact.write.message import write as write
