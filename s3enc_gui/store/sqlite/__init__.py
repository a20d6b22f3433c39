"""What all SQLite files share: transactions and error messages."""
