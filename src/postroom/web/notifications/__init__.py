"""What one is told of: the bell, the list, how one wants to be told, who stands in, whom one follows and mentions."""
