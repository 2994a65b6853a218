"""Requests between states: what a type asks and answers, who may do what next, and by when."""
