"""Hit confirmations: the state that owns an entry is asked, its reply becomes evidence, and a report goes back."""
