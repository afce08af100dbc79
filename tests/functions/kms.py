"""An AWS KMS that knows HMAC keys."""

import hashlib
import hmac
from types import SimpleNamespace


class InvalidMacError(Exception):
    pass


class FakeKms:
    """The two operations with the parameters that KMS takes."""

    exceptions = SimpleNamespace(KMSInvalidMacException=InvalidMacError)

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = keys
        self.verified = 0

    def generate_mac(self, *, KeyId: str, MacAlgorithm: str, Message: bytes) -> dict[str, bytes]:  # noqa: N803 -- as KMS spells them
        assert MacAlgorithm == "HMAC_SHA_256"
        assert 1 <= len(Message) <= 4096
        return {"Mac": hmac.digest(self._keys[KeyId], Message, hashlib.sha256)}

    def verify_mac(self, *, KeyId: str, MacAlgorithm: str, Message: bytes, Mac: bytes) -> dict[str, bool]:  # noqa: N803 -- as KMS spells them
        self.verified += 1
        if self.generate_mac(KeyId=KeyId, MacAlgorithm=MacAlgorithm, Message=Message)["Mac"] != Mac:
            raise InvalidMacError
        return {"MacValid": True}
