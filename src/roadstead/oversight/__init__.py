"""What is counted, kept and erased."""
