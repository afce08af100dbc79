"""Documents that stand in a property: OpenAPI bodies and IAM policies."""
