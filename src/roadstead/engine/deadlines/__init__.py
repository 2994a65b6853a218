"""Due dates: spans of time, working days of a state, pauses; deadlines set by law and our own targets."""
