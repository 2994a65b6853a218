"""Mechanisms that every part stands on: database, accounts, audit."""
