"""Pictures, archives and IDX files that tests are made of, good and hostile."""

import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image


def noise(number, size=(40, 30), mode="RGB"):
    """A picture that differs for each number."""
    pixels = np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3), np.uint8)
    return Image.fromarray(pixels).convert(mode)


def encoded(picture, kind="PNG", **options):
    """The bytes of a picture file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def chunk(kind, body):
    """One chunk of a PNG with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width, height, rows=b""):
    """A PNG whose header claims a size, whatever follows."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def archive(members, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, bytes) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as opened:
        for name, data in members:
            opened.writestr(name, data)
    return file.getvalue()


def zoo(cats=20, dogs=20):
    """Members of a good archive with two classes."""
    return [*((f"zoo/cats/{i}.png", encoded(noise(i))) for i in range(cats)),
            *((f"zoo/dogs/{i}.png", encoded(noise(1000 + i))) for i in range(dogs))]


def idx(array):
    """The bytes of an IDX file, written as the format's description says."""
    return struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()
