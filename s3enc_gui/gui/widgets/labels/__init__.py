"""Labels and fields that show text."""
