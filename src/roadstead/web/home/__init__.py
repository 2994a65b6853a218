"""The first page of each role: the work that waits for this person, the most urgent first."""
