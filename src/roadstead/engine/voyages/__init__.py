"""What a voyage is: normalisation, identity, versions, data quality."""
