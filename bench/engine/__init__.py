"""The engine under torture: clocks killed, workers frozen, poison, servers that go away, parts that fall silent."""
