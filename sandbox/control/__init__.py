"""What an operator or a test does to the store from outside: `/__sandbox/...`, JSON in and out."""
