"""Lists of people on board, in every form in which they are sent."""
