"""Tags as administrators keep them: which there are, what uses them, renaming, joining and deleting."""
