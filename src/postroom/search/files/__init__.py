"""The words in files: read by a process of its own that may take so much time and memory and no more."""
