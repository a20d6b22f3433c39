"""History: the receipts of all uploads."""
