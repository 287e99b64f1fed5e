"""Making one person of two."""
