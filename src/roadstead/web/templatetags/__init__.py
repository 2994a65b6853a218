"""Tags and filters that templates of several areas use."""
