"""How to match: small pure tools over text, numbers and intervals."""
