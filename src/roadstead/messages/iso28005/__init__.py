"""ISO 28005-2, electronic port clearance (EPCMessage): a ship's call with its crew and passenger lists."""

from roadstead.messages.iso28005.reader import read as read
from roadstead.messages.iso28005.voyage import voyage_of as voyage_of
