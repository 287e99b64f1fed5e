"""Configured accounts: opening them, trying them, knowing how they are."""
