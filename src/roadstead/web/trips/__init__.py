"""Trips by form: craft, voyage, people, declarations, check and send; what was sent, and changes of it."""
