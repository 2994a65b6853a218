"""Bills, containers, firms, trade lanes and connections of record."""
