"""What is sealed, and what opens it: cryptography lives here and nowhere else."""
