"""Being told of new mail by the provider instead of looking for it. Looking goes on all the same, only less often."""
