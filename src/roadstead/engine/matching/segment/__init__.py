"""Segments: the lists made ready to be asked, as flat arrays in files that every worker maps and none changes."""
