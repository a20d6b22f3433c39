"""Values as text: labels, reports, CSV, HTML and code. No Qt, no network."""
