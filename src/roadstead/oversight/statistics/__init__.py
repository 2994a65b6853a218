"""Statistics: results of screening, counted for those who answer for it (A1–A10, S38). Small numbers are suppressed."""
