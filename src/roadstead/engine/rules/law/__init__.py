"""Law between two states: which basis carries a measure on a day, and which grounds for refusal its facts raise."""
