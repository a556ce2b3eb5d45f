"""Printed connectors, checked as the framework would load and run them; knows nothing of how they were generated."""
