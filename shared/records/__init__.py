"""What is remembered, written once on top of the item store and the blob store."""
