"""Telling people who work here what concerns them: in the page, by mail, and who stands in for them."""
