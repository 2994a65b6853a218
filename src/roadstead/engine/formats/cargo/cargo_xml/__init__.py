"""Cargo-XML (IATA): waybills, house waybills and their list, flight manifests, statuses and responses."""

from roadstead.engine.formats.cargo.cargo_xml.read import read as read
from roadstead.engine.formats.cargo.cargo_xml.read import voyage_of as voyage_of
