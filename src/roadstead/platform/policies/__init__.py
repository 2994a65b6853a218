"""Dated rows of policy by state that two people have approved, and what is in force of them and the shipped rows."""
