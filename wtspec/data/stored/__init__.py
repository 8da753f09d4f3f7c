"""Sources whose rows are read piece by piece, where they need not fit in memory."""
