"""Vetting without a database: the sheet as sent, and the words of the letter."""
