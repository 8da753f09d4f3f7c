"""CSV files whose rows are read block by block."""
