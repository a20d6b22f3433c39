"""The upload wizard: from files to the proof that they are stored as asked."""
