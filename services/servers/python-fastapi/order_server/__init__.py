"""The order API of services/README.md on FastAPI and uvicorn."""
