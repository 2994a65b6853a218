"""Cases: tasks, files, export."""
