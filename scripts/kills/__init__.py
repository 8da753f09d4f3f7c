"""Kills runs at random instants, resumes them, and compares them with runs never killed."""
