"""Risk rules: versions, approvals, dry runs, counts."""
