"""What is seen. Everything Qt is here; cloud and disk are reached only through jobs."""
