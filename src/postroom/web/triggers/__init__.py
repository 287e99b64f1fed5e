"""Triggers: what Postroom does by itself."""
