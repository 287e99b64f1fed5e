"""Server settings guessed from a mail address."""

from postroom.drivers.guess.candidates import Candidate, Guess, GuessSource, MailProtocol, Provider
from postroom.drivers.guess.guessing import guess_settings

__all__ = ["Candidate", "Guess", "GuessSource", "MailProtocol", "Provider", "guess_settings"]
