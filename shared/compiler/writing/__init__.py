"""What back ends share: files in memory, names, text."""
