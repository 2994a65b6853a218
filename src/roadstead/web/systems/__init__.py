"""Systems of states: their tokens, and the API through which they read and post."""
