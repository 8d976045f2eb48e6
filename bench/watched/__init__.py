"""A merchant at the shop's pages and an operator at the console's, each at a browser window of their own."""
