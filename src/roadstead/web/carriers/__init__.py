"""Pages and API for carriers: messages, responses, sheets."""
