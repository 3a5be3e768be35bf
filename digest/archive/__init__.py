"""Archive: all digests and their Stories as a static site that opens from disk."""
