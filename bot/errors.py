"""Everything that can go wrong in words a person understands.

AdvisorError            message (what happened) + hint (what to do now)
|- PhotoError           a photo that cannot be cleaned or read
|  |- UnknownFormatError    the bytes are no picture we know
|  |- UnsupportedFormatError a known format that is not cleaned yet (.format)
|  |- BrokenPhotoError      the file contradicts itself (.offset, in bytes)
|  `- PhotoTooLargeError    more bytes than can be taken (.limit, in bytes)
|- PolicyError          a text, file or address that cannot be read as a policy
|- SettingError         a setting that cannot be used (.name)
|- NotReadyError        the advisor is still warming up
`- PhrasingError        the optional language model gave nothing that can be used
"""


class AdvisorError(Exception):
    """Say what happened (message) and what the person can do (hint)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class PhotoError(AdvisorError):
    """A photo that cannot be cleaned or read."""


class UnknownFormatError(PhotoError):
    """The bytes are no picture of any format we know."""


class UnsupportedFormatError(PhotoError):
    """A picture in a known format that is not cleaned yet."""

    def __init__(self, message: str, hint: str = "", *, format: str) -> None:  # noqa: A002 - the contract's word
        super().__init__(message, hint)
        self.format = format


class BrokenPhotoError(PhotoError):
    """The file contradicts itself at `offset` (bytes from its start)."""

    def __init__(self, message: str, hint: str = "", *, offset: int = 0) -> None:
        super().__init__(message, hint)
        self.offset = offset


class PhotoTooLargeError(PhotoError):
    """More bytes than can be taken; `limit` is in bytes."""

    def __init__(self, message: str, hint: str = "", *, limit: int) -> None:
        super().__init__(message, hint)
        self.limit = limit


class PolicyError(AdvisorError):
    """A text, file or address that cannot be read as a policy."""


class SettingError(AdvisorError):
    """A setting that cannot be used."""

    def __init__(self, message: str, hint: str = "", *, name: str) -> None:
        super().__init__(message, hint)
        self.name = name


class NotReadyError(AdvisorError):
    """The advisor is still loading its library."""


class PhrasingError(AdvisorError):
    """The optional language model gave nothing that can be used; nobody sees it, the passage's own words go out."""
