"""Scanned documents of travellers: machine readable zones and bar-coded boarding passes."""
