"""What in a text may show who somebody is: found offline, in every script, purely."""
