"""People from a file of another program."""
