"""The load client of services/README.md on aiohttp and uvloop."""
