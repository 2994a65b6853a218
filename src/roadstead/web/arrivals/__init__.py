"""Arrivals: the board, voyages, their versions, bookings, craft."""
