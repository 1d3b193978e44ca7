"""What looks like a number and is no quantity: dates, ages, names, addresses, places in order."""
