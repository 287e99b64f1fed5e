"""The administrator's own filters of incoming mail."""
