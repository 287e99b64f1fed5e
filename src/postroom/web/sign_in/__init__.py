"""Staying signed in: how long, where, and with a second step where roles require one."""
