"""The transfer queue: order, limits, actions, events."""
