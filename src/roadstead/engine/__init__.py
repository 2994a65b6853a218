"""Pure code: reads messages and lists, matches, evaluates rules. No Django, database, clock, network or environment."""
