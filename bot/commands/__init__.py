"""The commands, by who types them; nothing but the reading of arguments."""
