"""bin/demo: the whole product on one machine against a sandbox store, with its main job run once."""
