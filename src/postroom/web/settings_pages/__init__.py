"""What administrators change while Postroom runs."""
