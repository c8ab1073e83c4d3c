"""What the second reading lets pass besides the picture: what its owner asked to keep."""

from __future__ import annotations

from dataclasses import dataclass

from bot.photos.proof.blocks import exif_is_bare, packet_is_gain_map, packet_is_source

_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


@dataclass(frozen=True, slots=True)
class Permit:
    """What may stand in a clean file: a gain map, marks of origin, the names of artist and copyright holder."""

    gain_map: bool = True
    provenance: bool = False
    credit: bool = False

    def exif(self, tiff: bytes) -> bool:
        """Tell whether a TIFF structure holds nothing but marks for showing the picture, and names if these were asked for."""
        return exif_is_bare(tiff, credit=self.credit)

    def packet(self, body: bytes) -> bool:
        """Tell whether an XMP packet says only what may be said."""
        return (self.gain_map and packet_is_gain_map(body)) or (self.provenance and packet_is_source(body))

    def signed(self, kind: bytes, body: bytes) -> bool:
        """Tell whether a box holds Content Credentials that were asked for."""
        return self.provenance and (kind == b"jumb" or (kind == b"uuid" and body[:16] == _C2PA))


USUAL = Permit()
