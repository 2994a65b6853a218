"""A cargo manifest to CUSCAR: what a carrier would send, for demonstrations, simulations and tests."""

from roadstead.messages.cargo_edifact.writer.interchange import write as write
