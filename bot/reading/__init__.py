"""Who reads: a trained person at the vault's machine, one sealed text at a time."""
