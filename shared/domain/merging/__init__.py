"""Three-way merges of contents, and the states that they start from: values in, values and conflicts out."""
