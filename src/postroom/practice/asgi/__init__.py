"""As much HTTP on ASGI as the practice tenant needs."""
