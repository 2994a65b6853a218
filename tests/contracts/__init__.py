"""Names on which programs outside this repository rely, stored as examples and compared with the code."""
