"""The words and tables that language is read with: data, each file saying what it is and where it comes from."""
