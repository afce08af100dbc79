"""The key of the tokens: an HMAC key of AWS KMS, which never leaves it.

Neither the functions, nor their environment, nor the state of the stack hold a secret: the authorizers may
kms:VerifyMac with the key, and whoever issues tokens may kms:GenerateMac.
Source: https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
"""

import os
from dataclasses import dataclass
from typing import Any

import boto3

KEY_VARIABLE = "AUTHORIZER_KEY"
"""Environment variable with the ARN of the key."""

_ALGORITHM = "HMAC_SHA_256"


@dataclass(frozen=True)
class MacKey:
    """One HMAC_256 key.

    Attributes:
        client: a boto3 client of KMS.
        arn: ARN of the key.
    """

    client: Any
    arn: str

    def sign(self, message: bytes) -> bytes:
        """The MAC of a message of 1 to 4096 bytes."""
        answer = self.client.generate_mac(KeyId=self.arn, MacAlgorithm=_ALGORITHM, Message=message)
        return bytes(answer["Mac"])

    def verifies(self, message: bytes, mac: bytes) -> bool:
        """Whether the MAC is the one of this message."""
        try:
            self.client.verify_mac(KeyId=self.arn, MacAlgorithm=_ALGORITHM, Message=message, Mac=mac)
        except self.client.exceptions.KMSInvalidMacException:
            return False
        return True


def key_of_environment() -> MacKey:
    """The key that the function was deployed with.

    Raises:
        KeyError: when there is none, which is a mistake of the deployment.
    """
    return MacKey(boto3.client("kms"), os.environ[KEY_VARIABLE])  # pyright: ignore[reportUnknownMemberType] -- the client is typed as Any above
