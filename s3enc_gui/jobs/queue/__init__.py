"""The queue of transfers: what is on its way, and how it gets there whatever happens."""
