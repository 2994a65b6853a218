"""Policy rows: proposed by form or csv file, decided by a second person, shown and exported."""
