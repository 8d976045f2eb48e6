"""What a call costs, and the bucket it is paid from."""
