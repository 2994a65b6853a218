"""Pure code: reads messages and lists, matches, weighs rules. No Django, database, clock, network or environment."""
