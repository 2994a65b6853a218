"""What carriers see: messages, answers, sheets, the API."""
