"""What a page under test put on the screen and offered for download, as bytes."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage


class Media:
    """Bytes by the address the page gave them."""

    def __init__(self):
        self.files, self.later = {}, {}

    def picture(self, at, alt):
        """Pixels of the first picture on the page that carries this alternative text."""
        for element in at.image:
            for image in element.proto.imgs:
                if image.alt.startswith(alt):
                    return np.asarray(Image.open(io.BytesIO(self.of(image.url))))
        raise AssertionError(f"no picture {alt!r} among {[i.alt for e in at.image for i in e.proto.imgs]}")

    def download(self, at, label):
        """What the download button of this label gives; a file that is made at the click is made now."""
        button = next(element.proto for element in at.get("download_button") if element.proto.label == label)
        return self.later[button.deferred_file_id]() if button.deferred_file_id else self.of(button.url)

    def of(self, address):
        if address.startswith("data:image/png;base64,"):
            return base64.b64decode(address.split(",", 1)[1])
        return self.files[address.rsplit("/", 1)[1].split(".")[0]]


@pytest.fixture
def media(monkeypatch):
    """Keeps every file a page hands to the server."""
    kept, store, promise = Media(), MemoryMediaFileStorage.load_and_get_id, MediaFileManager.add_deferred

    def load(self, content, *rest, **named):
        name = store(self, content, *rest, **named)
        kept.files[name] = content
        return name

    def defer(self, make, *rest, **named):
        name = promise(self, make, *rest, **named)
        kept.later[name] = make
        return name

    monkeypatch.setattr(MemoryMediaFileStorage, "load_and_get_id", load)
    monkeypatch.setattr(MediaFileManager, "add_deferred", defer)
    return kept


def shrunk(picture, size=8):
    """One enlarged picture back at the size the network drew it; every pixel must have been a clean square."""
    factor = picture.shape[0] // size
    small = picture[::factor, ::factor]
    np.testing.assert_array_equal(small.repeat(factor, 0).repeat(factor, 1), picture)
    return small
