"""Cargo: bills, containers, firms, trade lanes, connections."""
