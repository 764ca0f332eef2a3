"""What happens, in order: short async walks through the other rooms."""
