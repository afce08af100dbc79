"""What is known of API Gateway: what each kind has, its limits and its prices."""
