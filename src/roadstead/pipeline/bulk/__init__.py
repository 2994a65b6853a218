"""Bulk screening of stored voyages against lists in files, by many processes or machines."""
