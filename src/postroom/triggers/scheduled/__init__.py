"""Scheduled jobs: the conditions and actions of triggers, at certain hours, on every ticket that fits then."""
