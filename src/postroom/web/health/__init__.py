"""System health: one page that says whether everything runs, and what to do where it does not."""
