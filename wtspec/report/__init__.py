"""What a run was, as a page that opens offline."""
