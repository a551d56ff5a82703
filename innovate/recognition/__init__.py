"""Recognition: the wall of thanks and the boards."""
