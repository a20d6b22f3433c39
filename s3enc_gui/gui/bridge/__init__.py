"""Jobs on threads, and their answers back in the GUI thread."""
