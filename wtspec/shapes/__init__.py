"""Follows the shapes through every body, without Keras, and finds those that can't fit."""
