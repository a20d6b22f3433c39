"""How objects are encrypted: the choice, the status that S3 reports, and the proof."""
