"""The ledger: the entries of customers' accounts."""
