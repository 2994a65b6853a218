"""Pure code of this package: no database, clock or network."""
