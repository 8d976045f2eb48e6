"""Runs the whole product on one machine: `bin/demo`.

Against a sandbox store, with its main job run once.
"""
