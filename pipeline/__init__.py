"""Reads the final accounts of China's public bodies into Parquet."""
