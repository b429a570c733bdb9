"""Recomputes from scratch all that must be true, and names what is not."""
