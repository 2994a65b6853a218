"""Screening of a voyage against lists, documents and rules: combines matching and rules."""
