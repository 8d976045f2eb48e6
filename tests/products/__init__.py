"""Products after the first load: what the shop changes, makes anew and deletes."""
