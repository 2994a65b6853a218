"""Names, dates, machine readable zones and identifiers: checked, normalised, written."""
