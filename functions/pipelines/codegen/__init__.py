"""Tasks of the code generation state machine."""
