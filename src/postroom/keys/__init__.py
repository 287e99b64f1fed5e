"""The keys and certificates in the database: giving them to who reads and sends mail, adding and removing them."""
