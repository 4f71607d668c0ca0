"""What the networks of letters are made of, and what they are asked."""
