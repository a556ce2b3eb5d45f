"""Step Functions tasks, beside the state machines that chain them."""
