"""What others send: messages, voyages, cargo."""
