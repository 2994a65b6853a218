"""Names, dates, machine readable zones and identifiers: validation, normalisation, formatting."""
