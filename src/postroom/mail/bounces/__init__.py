"""Reading of delivery reports: what says that a mail is one, whom it speaks of, and what the server said."""
