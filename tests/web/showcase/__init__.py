"""An installation that looks lived in, for looking at every page."""
