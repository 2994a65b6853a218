"""What is on its way: the board, voyages, their versions, bookings, craft."""
