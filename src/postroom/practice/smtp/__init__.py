"""SMTP client submission as Exchange Online speaks it."""
