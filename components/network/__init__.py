"""Private backends: networks, internal load balancers, and the links by which API Gateway reaches them."""
