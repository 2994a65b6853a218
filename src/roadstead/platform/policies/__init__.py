"""Dated policy rows by state, approved by two people, and the values in force from them and from the shipped rows."""
