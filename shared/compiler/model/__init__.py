"""The connector model: what front ends produce, passes improve and back ends consume."""
