"""Statistics, the audit log, data protection, policy, jobs."""
