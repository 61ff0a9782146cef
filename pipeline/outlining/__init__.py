"""Telling the outline from what merely looks like it."""
