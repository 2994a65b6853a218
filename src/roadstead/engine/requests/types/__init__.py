"""Types of request, a file each, and their registry."""
