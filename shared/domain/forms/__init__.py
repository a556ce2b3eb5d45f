"""What clients may rely on in every resource's result, wherever its value comes from."""
