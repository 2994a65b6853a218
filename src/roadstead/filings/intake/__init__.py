"""Messages as they were sent, their receipts, and the queue."""
