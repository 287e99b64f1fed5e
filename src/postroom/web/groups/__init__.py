"""Groups, their members and signatures."""
