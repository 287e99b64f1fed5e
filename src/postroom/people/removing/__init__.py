"""Deleting people with their personal data: GDPR, article 17."""
