"""The sample corpus: filings of invented departments, their truth, and the generator that made both."""
