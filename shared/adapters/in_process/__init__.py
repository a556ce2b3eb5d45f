"""The state machines run in this process: the same ASL files, the same retries, catches, maps and limits."""
