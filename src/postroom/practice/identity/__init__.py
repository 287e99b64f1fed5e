"""Sign-in, consent and tokens, as the Microsoft identity platform documents them."""
