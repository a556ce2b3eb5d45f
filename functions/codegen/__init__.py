"""HTTP routes of code generation and of the whole connector."""
