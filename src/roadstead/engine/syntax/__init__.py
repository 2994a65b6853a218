"""Syntax of messages, read and written: EDIFACT, Cargo-IMP, XML, fixed-width records, spreadsheets."""
