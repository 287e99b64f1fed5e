"""Macros: their pages for administrators, and running them."""
