"""Scheduled jobs: what Postroom does at certain hours."""
