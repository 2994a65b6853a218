"""Cargo-XML (IATA): waybills, house waybills and their list, flight manifests, statuses and answers."""

from roadstead.messages.cargo_xml.reader import read as read
from roadstead.messages.cargo_xml.reader import voyage_of as voyage_of
