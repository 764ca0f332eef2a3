"""The trial room: the same conversation in a local browser, without Telegram."""
