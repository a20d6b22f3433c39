"""The panel that shows and controls downloads."""
