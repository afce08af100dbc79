"""What the programs and the tests of the edge both say."""

NAMES = {
    "api": "api.example.com",
    "partners": "partners.example.com",
    "socket": "ws.example.com",
    "strict": "strict.example.com",
    "internal": "internal.example.com",
    "wrong": "other.example.com",
}
BURST, OTHER_BURST = 4, 7
# All of 127.0.0.0/8 is this machine on Linux, so that a client can choose where it comes from.
ALLOWED, BLOCKED = "127.0.0.1", "127.0.0.9"
