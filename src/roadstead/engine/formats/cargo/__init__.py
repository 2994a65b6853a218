"""Cargo manifests and declarations, in every format in which they are sent."""
