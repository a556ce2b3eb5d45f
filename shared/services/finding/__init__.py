"""Providers of links that need nothing but the web: a catalogue of interfaces, and an application's own site."""
