"""From planned classes to syntax trees, one module per kind of script."""
