"""What the practice tenant holds at the start."""
