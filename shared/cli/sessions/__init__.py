"""`connectorsmith sessions`: fork, save, restore, compare, commit and merge from a terminal."""
