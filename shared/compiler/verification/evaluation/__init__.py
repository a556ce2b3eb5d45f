"""Groovy evaluated step by step, as far as connector scripts need it; bounded, and without anything outside."""
