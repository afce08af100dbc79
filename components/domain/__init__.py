"""Custom domains: the names under which APIs are reached."""
