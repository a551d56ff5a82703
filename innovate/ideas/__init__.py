"""Ideas: how they are posted, found, and moved along the pipeline."""
