"""The load client of services/README.md on httpx and uvloop."""
