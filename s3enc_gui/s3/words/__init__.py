"""Words for errors, as data: title, what it means, what to do; a module for each source."""
