"""HTTP: the server, its addresses, requests and answers."""
