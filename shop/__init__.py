"""The reference program: the APIs of a shop, each with what stores and answers behind it."""
