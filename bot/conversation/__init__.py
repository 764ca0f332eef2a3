"""What a survivor says: pure, a table and the code that walks it."""
