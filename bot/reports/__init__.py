"""What is published: released tables in words, files and pictures, pure."""
