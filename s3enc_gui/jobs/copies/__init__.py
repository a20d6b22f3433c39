"""Use cases of copies: copy, move and rename within S3."""
