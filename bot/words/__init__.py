"""In which words: every sentence that a person reads passes through this room."""
