"""PAXLST: lists of passengers and crew, by air, sea and road."""

from roadstead.messages.paxlst.reader import read as read
from roadstead.messages.paxlst.reader import voyage_of as voyage_of
