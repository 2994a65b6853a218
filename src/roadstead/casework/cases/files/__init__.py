"""Files in a case: told by their bytes, looked through, scanned, kept beside the event that holds their hash."""
