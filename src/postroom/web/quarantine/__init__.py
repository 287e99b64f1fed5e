"""Mail that could not be processed."""
