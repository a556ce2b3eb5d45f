"""What a language model is asked about documents, and what its answers mean; asking is somebody else's business."""
