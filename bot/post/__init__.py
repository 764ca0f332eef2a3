"""HOW A DIGEST GOES: a chat, a channel, an e-mail, a signed webhook.

Each way is a `flows.post.Post` and takes the same parcel. Rule: where a reader is
stands in the sealed contact alone; no log, error or repr here shows it.
"""
