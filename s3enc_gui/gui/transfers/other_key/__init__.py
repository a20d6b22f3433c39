"""Another KMS key for transfers that failed because of theirs."""
