"""What people say about an application in the resources they put in the place of what was read."""
