"""Figures, the audit, data protection."""
