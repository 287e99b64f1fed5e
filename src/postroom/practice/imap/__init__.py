"""IMAP as Exchange Online speaks it."""
