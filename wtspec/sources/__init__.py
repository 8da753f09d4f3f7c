"""What columns a source has and what formulas may call on them, as tables: nothing is read in."""
