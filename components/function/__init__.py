"""LambdaFunction: its code, its dependencies, its role and what it may do."""
