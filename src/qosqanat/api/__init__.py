"""The machine's door: the same verbs and rights as the pages, as JSON."""
