"""What the framework can do with a model: names, special attributes and usable requests, decided before any script."""
