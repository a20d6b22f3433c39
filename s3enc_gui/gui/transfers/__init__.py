"""The panel that shows and controls the transfer queue."""
