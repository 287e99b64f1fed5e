"""What pages hear of at once: news over PostgreSQL's NOTIFY, and who is where right now."""
