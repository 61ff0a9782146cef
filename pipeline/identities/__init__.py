"""Trying identities: figures with what their print allows, compared as intervals."""
