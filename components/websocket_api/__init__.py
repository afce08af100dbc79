"""WebSocketApi: an API Gateway WebSocket API."""
