"""Rescreen jobs: the change that requires them and their progress."""
