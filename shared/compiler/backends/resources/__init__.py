"""The model as the digester's resources: the JSON that clients of the generator's API read."""
