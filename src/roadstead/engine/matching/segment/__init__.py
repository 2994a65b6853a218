"""Segments: lists prepared for matching, as flat arrays in files that workers map read-only."""
