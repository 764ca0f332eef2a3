"""What is aggregated: from answers to bands, pure."""
