"""What the XML forms share: which reader reads which root, dates, ports, people of a ship's list, what was not read."""
