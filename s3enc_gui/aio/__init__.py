"""The event loop of all requests, and what its tasks share: cancellation, limits, outages."""
