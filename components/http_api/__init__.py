"""HttpApi: an API Gateway HTTP API, and routes added to one."""
