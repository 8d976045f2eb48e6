"""What becomes of orders: their items follow the shop, their status follows their items."""
