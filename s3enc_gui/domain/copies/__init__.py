"""Copies, moves and renames inside S3: the plan, the request parameters, the proof, the outcome."""
