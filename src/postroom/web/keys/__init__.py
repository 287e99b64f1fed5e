"""Keys and certificates for signed and encrypted mail."""
