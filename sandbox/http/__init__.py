"""HTTP has the server, its addresses, requests and answers."""
