"""Where it rests: the only room that knows a database."""
