"""What expressions give: a shape of a tensor, or a size, a list or a flag that may be known."""
