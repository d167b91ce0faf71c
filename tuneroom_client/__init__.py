"""The command line client of Tuneroom. It speaks the site's API and knows nothing of the site's code."""
