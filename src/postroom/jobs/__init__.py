"""What the worker process does: load by id, call one function."""
