"""What is checked before a run goes on: its spec, its data, and the machine."""
