"""An organisation's own look: its logo, and an accent colour that stays readable."""
