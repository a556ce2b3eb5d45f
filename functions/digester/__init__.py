"""HTTP routes of the digester stage."""
