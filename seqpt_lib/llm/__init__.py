"""Chat models and embeddings behind one small protocol."""
