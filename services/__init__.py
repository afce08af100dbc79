"""The private services of the shop: each folder is a program of its own, which an image would be made of."""
