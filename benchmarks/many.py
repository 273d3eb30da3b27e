"""Many small organizations, one after the other and by several workers."""
