"""Reader of ISO 28005-2, electronic port clearance (EPCMessage): a ship's call with its crew and passenger lists."""

from roadstead.engine.formats.passengers.iso28005.read import read as read
from roadstead.engine.formats.passengers.iso28005.voyage import voyage_of as voyage_of
