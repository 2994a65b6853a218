"""Bytes to segments and back: EDIFACT, Cargo-IMP, XML, fixed-width records, spreadsheets."""
