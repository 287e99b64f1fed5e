"""Every component of the design system on one page, in development only."""
