"""Mailboxes, folders and messages, shared by IMAP, SMTP and Graph."""
