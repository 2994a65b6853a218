"""The second stage: names and birth date as a whole, by a frozen model that adds a few bits. Off unless asked for."""
