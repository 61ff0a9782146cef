"""The ink behind a row: the parts of pages that its words and figures stand on, cut out and boxed."""
