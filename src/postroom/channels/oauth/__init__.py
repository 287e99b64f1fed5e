"""Signing in at identity providers: apps, grants, tokens, consent. Provider by provider in `providers`."""
