"""Reader and writer of PAXLST: lists of passengers and crew, by air, sea and road."""

from roadstead.engine.formats.passengers.paxlst.read import read as read
from roadstead.engine.formats.passengers.paxlst.read import voyage_of as voyage_of
