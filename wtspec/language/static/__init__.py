"""Values that are known before any tensor exists: arithmetic within bounds, and functions."""
