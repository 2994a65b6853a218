"""Parts shared by XML forms: which reader reads which root, dates, ports, people of a ship's list, unread values."""
