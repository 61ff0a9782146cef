"""What a person at a bureau opens."""
