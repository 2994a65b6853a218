"""What is looked for: watchlists and written rules."""
