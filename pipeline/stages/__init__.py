"""One stage, one module, one layer: pure functions over typed records."""
