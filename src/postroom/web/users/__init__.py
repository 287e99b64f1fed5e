"""People, organisations and roles."""
