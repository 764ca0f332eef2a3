"""The signature of what is posted to a web address, as Standard Webhooks writes it.

    webhook-signature: v1,<base64 of HMAC-SHA256(secret, "id.timestamp.body")>

Rule: a secret is of one address alone (https://www.standardwebhooks.com). What an
adversary learns from signatures: nothing; whoever has the secret can check, and forge,
what that address is told.
"""

import base64
import hmac
import secrets

SIZE = 32
_PREFIX = "whsec_"


def new_secret() -> str:
    """Draw the secret of one address, as its receiver writes it down."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(SIZE)).decode()


def sign(secret: str, id_: str, timestamp: int, body: bytes) -> str:
    """Return the signature of one delivery."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{id_}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
