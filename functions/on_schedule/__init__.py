"""What happens once a day, whoever uses the product."""
