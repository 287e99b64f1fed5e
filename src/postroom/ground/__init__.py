"""What the program stands on: the embedded PostgreSQL, the process tree, backups, checks."""
