"""Examinations of goods: selection at the desk, daily list of a port, what was found, and both as documents."""
