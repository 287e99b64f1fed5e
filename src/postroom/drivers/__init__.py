"""The wire: each driver speaks one protocol and knows nothing of Django, the database or how a mail is read."""
