"""The ticket pages: lists, the ticket with its thread, answers and notes."""
