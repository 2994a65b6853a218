"""Rescreen jobs: what has changed since voyages were screened, and how many have been screened again for it."""
