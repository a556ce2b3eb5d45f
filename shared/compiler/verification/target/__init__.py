"""A simulated application, made of the documented facts alone: it knows no plan and no script."""
