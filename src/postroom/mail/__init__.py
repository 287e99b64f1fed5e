"""Mail as bytes and as values: reading, judging, composing. Knows no Django, network or database."""
