"""Text modules: their pages for administrators, and what the editor offers."""
