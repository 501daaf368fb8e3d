"""Two invented universities in the tenth week of a semester, made through the doors that users use."""
