"""The self test: checks of this installation, some of them in processes of their own."""
