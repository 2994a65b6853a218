"""A voyage against lists, documents and rules: combines matching and rules."""
