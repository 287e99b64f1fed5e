"""Template tags of the design system; docs/design-system.md shows each with an example."""
