"""The part of the Groovy language that back ends write: its trees, and how they are printed."""
