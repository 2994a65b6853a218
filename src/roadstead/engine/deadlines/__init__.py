"""When something is due: spans of time, working days of a state, pauses; deadlines of the law and our own targets."""
