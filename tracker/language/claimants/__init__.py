"""Who is said to say so."""
