"""The append-only log of who saw and did what, its hash chain and signed checkpoints."""
