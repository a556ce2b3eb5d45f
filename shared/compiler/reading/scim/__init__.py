"""SCIM definitions (RFC 7643), wherever they are found: in documents of their own or inside exports."""
