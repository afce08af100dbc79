"""RestApi: an API Gateway REST API, for what HTTP APIs lack."""
