"""Everything that can go wrong while reading, each with a message that says what to do next."""

from __future__ import annotations


class BlockletterError(Exception):
    """Base of all errors this package raises on purpose."""


class PictureError(BlockletterError):
    """A picture cannot be read."""


class EmptyPictureError(PictureError):
    """There are no bytes at all."""

    def __init__(self) -> None:
        """Say that the file is empty."""
        super().__init__("The file is empty. Choose the picture again and make sure the upload finishes.")


class UnknownFormatError(PictureError):
    """The bytes are no picture of a known format."""

    def __init__(self) -> None:
        """Name the formats that can be read."""
        super().__init__(
            "This is not a file we can read. Send a JPEG, PNG, TIFF, BMP, WebP, GIF, HEIC, AVIF or PDF file."
        )


class DamagedPictureError(PictureError):
    """The header is that of a picture, the rest cannot be decoded."""

    def __init__(self, name: str) -> None:
        """Name the format that was found.

        Args:
            name: The format, such as ``PNG``.
        """
        super().__init__(f"This {name} file is damaged or cut short. Save or send the picture again.")


class TooManyBytesError(PictureError):
    """The file is larger than allowed."""

    def __init__(self, limit: int) -> None:
        """State the limit.

        Args:
            limit: The most bytes a file may have.
        """
        super().__init__(
            f"The file is larger than {limit / 1e6:.3g} MB. Send a smaller picture: 300 dots per inch are enough."
        )


class TooManyPixelsError(PictureError):
    """The picture has more pixels than allowed."""

    def __init__(self, size: tuple[int, int] | None, limit: int) -> None:
        """State the size and the limit.

        Args:
            size: Width and height of the picture in pixels; None where it is beyond any limit.
            limit: The most pixels a picture may have.
        """
        found = f"{size[0]} x {size[1]} pixels" if size else "far too many pixels"
        super().__init__(
            f"The picture has {found}, the limit is {limit / 1e6:.3g} megapixels. Scale it down and send it again."
        )


class LockedFileError(PictureError):
    """A PDF wants a password."""

    def __init__(self) -> None:
        """Say how to take the password away."""
        super().__init__("This PDF is locked with a password. Print it into a new PDF, or send its pages as pictures.")


class TooManyPagesError(PictureError):
    """More pages are asked for than allowed."""

    def __init__(self, limit: int) -> None:
        """State the limit.

        Args:
            limit: The most pages that are read at once.
        """
        super().__init__(f"There are more than {limit} pages. Choose some of them, such as pages=1-{limit}.")


class TooSlowPageError(PictureError):
    """A page of a PDF takes too long to draw."""

    def __init__(self, seconds: float) -> None:
        """State the limit.

        Args:
            seconds: How long drawing a page may take.
        """
        super().__init__(f"A page takes more than {seconds:g} seconds to draw. Send it as a picture instead.")


class OptionError(BlockletterError):
    """An option of a reading is not understood."""


class LexiconError(OptionError):
    """A list of words cannot be used."""


class CheckpointError(BlockletterError):
    """Weights or their card cannot be used."""


class LinesMissingError(BlockletterError):
    """The line reader's weights are not installed."""

    def __init__(self) -> None:
        """Say what to install."""
        super().__init__(
            "The line reader is not installed. Install it with: pip install 'blockletter[lines]', or use engine=glyph."
        )


class PatternError(BlockletterError):
    """A regular expression cannot be used; the message goes on where one names what has it."""


class TemplateError(BlockletterError):
    """A template of a form cannot be used.

    Attributes:
        field: The name of the field that is wrong, or empty where it is none of them.
        problem: What is wrong with it and what to do.
    """

    def __init__(self, problem: str, field: str = "") -> None:
        """Name the field.

        Args:
            problem: What is wrong and what to do.
            field: Whose fault it is.
        """
        super().__init__(f"Field {field!r}: {problem}" if field else problem)
        self.field, self.problem = field, problem


class ExtraMissingError(BlockletterError):
    """Something is asked for that an extra brings which is not installed."""

    def __init__(self, wanted: str, extra: str) -> None:
        """Say what to install.

        Args:
            wanted: What is asked for, such as ``Parquet``.
            extra: The name of the extra.
        """
        super().__init__(f"{wanted} needs more packages. Install them with: pip install 'blockletter[{extra}]'.")


class BatchError(BlockletterError):
    """A batch cannot begin or go on."""


class ClusterError(BlockletterError):
    """A Ray cluster cannot be reached or does not do its work."""
