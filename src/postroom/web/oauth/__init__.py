"""What the pages of every identity provider share: addresses, apps, and the browser that signs in."""
