"""The vault's stronger reader: meaning as numbers, in many languages, offline.

It is there where the extra `themes` is installed; elsewhere keywords do
(`themes.coding`). Only the vault's composition knows this room, and nothing here knows
a network.
"""
