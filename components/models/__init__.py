"""Models of REST and WebSocket APIs, from JSON Schema or pydantic."""
