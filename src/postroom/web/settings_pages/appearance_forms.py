"""Logo and accent colour as an administrator gives them."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from postroom.brand.colours import Colour, read_colour, written
from postroom.brand.picture import Picture, read_picture

_KILOBYTE = 1024
MOST_KILOBYTES = 512
_FEWEST_PIXELS, _MOST_PIXELS = 16, 4000


class AccentForm(forms.Form):
    """The colour; `cleaned_data["accent"]` is its #rrggbb in lower case."""

    accent = forms.CharField(
        label=_("Colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Where it could not be read, Postroom uses a darker or lighter shade of it by itself."),
    )

    def clean_accent(self) -> str:
        """Refuse what is no colour: only a page that was tampered with, or an old browser, sends it."""
        try:
            return written(read_colour(self.cleaned_data["accent"]))
        except ValueError as error:
            raise forms.ValidationError(_("This is no colour. Write it as in #2d5ac2.")) from error

    @property
    def colour(self) -> Colour:
        """The colour of a form that is valid."""
        return read_colour(self.cleaned_data["accent"])


class LogoForm(forms.Form):
    """The file; after `is_valid`, `content` and `picture` say what it is."""

    content: bytes
    picture: Picture

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 512 kB, made for a light background."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large or no picture, whatever its name says."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_KILOBYTES * _KILOBYTE:
            raise forms.ValidationError(_("The file is larger than 512 kB. Choose a smaller one."))
        self.content = file.read()
        picture = read_picture(self.content)
        if picture is None:
            raise forms.ValidationError(_("The file is neither a PNG nor a JPEG nor a WebP. Save the logo as a PNG."))
        if not all(_FEWEST_PIXELS <= side <= _MOST_PIXELS for side in (picture.width, picture.height)):
            raise forms.ValidationError(
                _("The picture is %(width)s × %(height)s pixels. Each side needs 16 to 4000."),
                params={"width": picture.width, "height": picture.height},
            )
        self.picture = picture
        return file
