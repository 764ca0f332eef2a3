"""The door: the only room that knows Telegram; identity ends in `wire`."""
