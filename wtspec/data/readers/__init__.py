"""A file for each kind of source; each gives columns as arrays."""
