"""Item models: what lists and tables show; whole batches in, no widget known."""
