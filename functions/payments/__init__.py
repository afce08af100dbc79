"""Handlers of the payments API, one a module.

Each takes a REST API event of payload format 1.0, except receipt, which takes what a mapping template makes.
"""
