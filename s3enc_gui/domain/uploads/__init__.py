"""Uploads: the plan, the transfer, its parts, and the outcome."""
