"""SCIM resources: the framework reads their schemas itself; scripts only customise what it makes of them."""
