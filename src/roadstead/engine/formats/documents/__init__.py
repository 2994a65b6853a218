"""What a scanner reads off the documents in a traveller's hand: machine readable zones, bar-coded boarding passes."""
