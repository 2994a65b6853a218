"""Readers and writers of lists of people on board, in every format in which they are sent."""
