"""Emulators of AWS, each a process on the loopback interface that ends with the tests."""
