"""When and where: what is stale, guarded worker processes, progress. Knows nothing of what the documents say."""
