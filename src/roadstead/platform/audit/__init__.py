"""Audit log: append-only, who saw and did what, with a hash chain and signed checkpoints."""
