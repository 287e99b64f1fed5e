"""Lists of tickets under a name: in the navigation, and made by agents and administrators."""
