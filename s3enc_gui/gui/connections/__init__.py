"""Where and as whom."""
