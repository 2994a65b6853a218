"""Cargo manifests and declarations, in every form in which they are sent."""
