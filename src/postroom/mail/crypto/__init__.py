"""S/MIME and PGP: verify, decrypt, sign, encrypt. Keys and trust are arguments; nothing is kept between two calls."""
