"""One table of events that somebody must be notified of, written in the transaction of what happened."""
