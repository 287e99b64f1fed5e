"""The live connection of the pages, and the small parts that they fetch when they hear of something."""
