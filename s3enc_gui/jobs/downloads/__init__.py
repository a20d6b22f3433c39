"""Downloads: run, resumed and discarded."""
