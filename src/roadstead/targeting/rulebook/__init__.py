"""Written rules: versions, approvals, dry runs, counts."""
