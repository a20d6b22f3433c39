"""Use cases of the History: receipts are found, exported and saved."""
