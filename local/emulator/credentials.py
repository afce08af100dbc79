"""The only credential that anything here sends or accepts: it opens an emulator and no account."""

DUMMY_CREDENTIAL = "test"
