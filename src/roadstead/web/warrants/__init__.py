"""Warrants: the list, a draft, and one with its signed file, checks, validation and history."""
