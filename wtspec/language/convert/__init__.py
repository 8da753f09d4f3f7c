"""Python's syntax tree → ours, node by node, by an allow-list; what is refused has its repair."""
