"""Mail on its way out: claim, build, send, record."""
