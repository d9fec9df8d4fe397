"""Archives and pictures that mean harm: refused as a whole, or passed over by name with the reason."""

import json
import os
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from genmodels.config import ImageSpec
from genmodels.data import folder
from genmodels.data.archive import members
from genmodels.data.found import Found, Skipped
from genmodels.data.imports import check_files, check_folder, create
from genmodels.data.pictures import Fit, UnusableError, read
from genmodels.errors import DataError
from tests.data.making import archive, chunk, encoded, noise, png_claiming, zoo

FIT = Fit(ImageSpec(channels=1, size=28))
GOOD = encoded(noise(0))


def skipped(data):
    """What an archive makes us pass over: name -> reason."""
    return {find.name: find.reason for find in members(data) if isinstance(find, Skipped)}


def found(data):
    """The names an archive gives."""
    return [find.name for find in members(data) if isinstance(find, Found)]


def link(name, target):
    """A member that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target


def encrypted(data):
    """The same archive with the encryption bit set on every member."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 1)
    return bytes(changed)


@pytest.mark.parametrize(("name", "reason"), [
    ("../../etc/cron.png", "points outside"), ("/etc/cron.png", "points outside"), ("a/../../b.png", "points outside"),
    ("..\\..\\windows.png", "points outside"), ("C:\\windows.png", "points outside"),
    ("inner.zip", "an archive inside"), ("inner.tar.gz", "an archive inside"), ("note.txt", "not a picture file"),
    ("drawing.svg", "not a picture file"), ("print.eps", "not a picture file"), ("weights.pkl", "not a picture file")])
def test_members_by_name(name, reason):
    told = skipped(archive([(name, GOOD), ("ok.png", GOOD)]))
    assert [reason in why for why in told.values()] == [True]
    assert found(archive([(name, GOOD), ("ok.png", GOOD)])) == ["ok.png"]


def test_links_are_not_followed():
    assert "a link" in skipped(archive([link("secret.png", "/etc/passwd")]))["secret.png"]


def test_encrypted_members():
    assert "encrypted" in skipped(encrypted(archive([("a.png", GOOD)])))["a.png"]


def test_empty_and_repeated_members():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = archive([("a.png", GOOD), ("a.png", GOOD), ("b.png", b"")])
    told = skipped(data)
    assert told == {"a.png": "a second file of the same name", "b.png": "empty file"}
    assert found(data) == ["a.png"]


def test_names_that_would_confuse_a_screen():
    told = skipped(archive([("bell\x07\u202egnp.txt", b"x"), ("n" * 500 + ".txt", b"x")]))
    assert list(told) == ["bell??gnp.txt", "n" * 79 + "…"]


def test_clutter_is_not_worth_a_word():
    clutter = [("__MACOSX/._a.png", b"x"), (".DS_Store", b"x"), ("a/Thumbs.db", b"x"), ("a/.hidden/b.png", b"x")]
    assert list(members(archive([*clutter, ("a/b.png", GOOD)]))) == [Found("a/b.png", "a", GOOD)]


def test_a_broken_member_does_not_harm_the_others():
    data = bytearray(archive([("a.png", GOOD), ("b.png", GOOD)], zipfile.ZIP_STORED))
    data[data.find(GOOD) + 100] ^= 255
    assert "CRC" in skipped(bytes(data))["a.png"]
    assert found(bytes(data)) == ["b.png"]


@pytest.mark.parametrize(("data", "words"), [
    (b"", "not a zip file"),
    (b"Rar!\x1a\x07\x00" + bytes(100), "not a zip file"),
    (archive(zoo())[:-200], "not a zip file"),
    (archive([("bomb.png", bytes(20 << 20))]), "bomb.png would grow from"),
    (archive([(f"{i}.txt", b"") for i in range(20_001)]), "20,001 files; at most 20,000")])
def test_archives_refused_as_a_whole(data, words):
    with pytest.raises(DataError, match=words):
        list(members(data))


def test_a_list_of_members_that_lies_about_its_length():
    data = bytearray(archive([(f"{i}.txt", b"") for i in range(30_000)], zipfile.ZIP_STORED))
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", data, at + 8, 3, 3)
    with pytest.raises(DataError, match="30,000 files"):
        list(members(bytes(data)))


def test_zip64_is_refused_before_its_list_is_read():
    data = archive([("a.png", GOOD)])
    at = data.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1)
    with pytest.raises(DataError, match="zip64"):
        list(members(data[:at] + locator + data[at:]))


def test_a_total_that_is_too_much():
    data = bytearray(archive([(f"{i}.png", bytes(1000)) for i in range(600)], zipfile.ZIP_STORED))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<LL", data, at + 20, 2_000_000, 2_000_000)
        at = data.find(b"PK\x01\x02", at + 1)
    with pytest.raises(DataError, match=r"would unpack to 1\.1 GB; at most 1 GB"):
        list(members(bytes(data)))


def polyglot(extra):
    """A picture with something behind it."""
    return encoded(noise(1, (60, 60)), "JPEG") + extra


def animated(kind):
    """Two frames."""
    return encoded(noise(1), kind, save_all=True, append_images=[noise(2)])


@pytest.mark.parametrize(("data", "reason"), [
    (png_claiming(20_000, 20_000), "far too many pixels"),
    (png_claiming(5_000, 5_000), "5,000 x 5,000 pixels; at most 12.5 m"),
    (png_claiming(12_000, 9_000), "far too many pixels"),
    (png_claiming(2**31 - 1, 2**31 - 1), "pixels; at most|damaged|can be read"),
    (png_claiming(0, 50), "damaged|can be read"),
    (png_claiming(3_500, 3_500), "is filler, not a picture"),
    (png_claiming(100, 100), "damaged"),
    (encoded(Image.new("1", (3_500, 3_500))), "is filler"),
    (GOOD[:200], "damaged"), (encoded(noise(1), "JPEG")[:300], "damaged"), (GOOD[:20], "damaged|can be read"),
    (b"", "can be read"), (b"\x00" * 1000, "can be read"),
    (b"<!DOCTYPE html><html><script>alert(1)</script>", "a web page, not a picture"),
    (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing, not a picture"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10", "a PostScript drawing"),
    (b"%PDF-1.7", "a PDF, not a picture"), (archive(zoo(2, 2)), "a zip archive, not a picture"),
    (encoded(noise(1), "TIFF"), "can be read"), (encoded(noise(1), "ICO"), "can be read"),
    (polyglot(archive([("evil.exe", b"MZ")])), "a zip archive hidden in it"),
    (polyglot(b"<HTML><SCRIPT>alert(1)</SCRIPT>"), "a web page hidden in it"),
    (polyglot(b"%PDF-1.4 ..."), "a PDF hidden in it"),
    (animated("PNG"), "moves"), (animated("GIF"), "moves"), (animated("WEBP"), "moves")])
def test_pictures_that_are_none(data, reason):
    with pytest.raises(UnusableError, match=reason):
        read(data)


def test_a_text_bomb_inside_a_png():
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(50 << 20)))
    head, rest = GOOD[:33], GOOD[33:]
    with pytest.raises(UnusableError, match="damaged"):
        read(head + text + rest)


def test_only_pixels_survive(cache_folder):
    secret = b"taken at 52.5 N 13.4 E"
    exif = Image.Exif()
    exif[0x010E] = secret.decode()
    files = [(f"{i}.jpg", encoded(noise(i, (60, 60)), "JPEG", exif=exif, comment=secret)) for i in range(20)]
    assert all(secret in data for _, data in files)
    create("secrets", check_files(files, FIT))
    kept = b"".join(path.read_bytes() for path in cache_folder.rglob("*") if path.is_file())
    assert kept
    assert secret not in kept
    assert b"Exif" not in kept


def test_in_a_folder_links_and_devices_are_passed_over(tmp_path):
    place = tmp_path / "pictures"
    (place / "cats").mkdir(parents=True)
    (place / "cats" / "a.png").write_bytes(GOOD)
    (tmp_path / "secret.png").write_bytes(GOOD)
    (place / "cats" / "link.png").symlink_to(tmp_path / "secret.png")
    (place / "loop").symlink_to(place)
    os.mkfifo(place / "cats" / "pipe.png")
    finds = list(folder.members(place))
    assert [(f.name, f.group) for f in finds if isinstance(f, Found)] == [("pictures/cats/a.png", "cats")]
    assert {f.name for f in finds if isinstance(f, Skipped)} == {"pictures/cats/link.png", "pictures/cats/pipe.png"}


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match=r"no folder .*nowhere"):
        check_folder(tmp_path / "nowhere", FIT)


def test_everything_at_once_keeps_the_good_ones():
    bad = [("zoo/cats/huge.png", png_claiming(20_000, 20_000)), ("zoo/cats/cut.png", GOOD[:150]),
           ("../up.png", GOOD), ("zoo/page.png", b"<html>")]
    draft = check_files([("zoo.zip", archive([*zoo(), *bad]))], FIT)
    assert draft.report.counts == {"cats": 20, "dogs": 20}
    assert {find.name for find in draft.report.unreadable} == {name for name, _ in bad}


def largest(mode, side):
    """A square picture near the limit that is no filler."""
    return noise(1, (side // 10, side // 10)).resize((side, side)).convert(mode)


def webp_claiming_everything():
    """The largest size that WebP knows, in the header of a small picture."""
    data = bytearray(encoded(noise(1), "WEBP", quality=50))
    data[26:30] = struct.pack("<HH", 16_383, 16_383)
    return bytes(data)


ATTACKS = {
    "bomb": lambda: archive([("a.png", bytes(150 << 20))]),
    "bombs of pictures": lambda: archive([(f"{i}.png", encoded(Image.new("L", (3_500, 3_500)))) for i in range(40)]),
    "huge header": lambda: archive([(f"{i}.png", png_claiming(65_000, 65_000)) for i in range(500)]),
    "crowd": lambda: archive([(f"{i}.png", b"") for i in range(100_000)], zipfile.ZIP_STORED),
    "nested": lambda: archive([("inner.zip", archive([("a.png", bytes(50 << 20))]))]),
    "huge WebP": lambda: archive([(f"{i}.webp", webp_claiming_everything()) for i in range(50)]),
    "largest pictures": lambda: archive([
        ("a.png", encoded(largest("RGBA", 2_900), "PNG", compress_level=1)),
        ("b.jpg", encoded(largest("RGB", 3_500), "JPEG", progressive=True)),
        ("c.webp", encoded(largest("RGB", 2_500), "WEBP")), ("d.gif", encoded(largest("P", 3_500), "GIF"))]),
}
MEASURE = """
import json, sys, time
from genmodels.config import ImageSpec
from genmodels.data.imports import check_files
from genmodels.data.pictures import Fit
from genmodels.errors import DataError
data = open(sys.argv[1], "rb").read()
start = time.process_time()
try:
    told = [f"{one.name}: {one.reason}" for one in
            check_files([("a.zip", data)], Fit(ImageSpec(channels=3, size=32))).report.unreadable]
except DataError as error:
    told = [str(error)]
# ru_maxrss would count the parent that was forked; the kernel's own line begins anew with this program.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"told": told[:3], "seconds": time.process_time() - start, "megabytes": int(peak.split()[1]) / 1024}))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux's /proc")
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_takes_much_memory(attack, tmp_path):
    file = tmp_path / "attack.zip"
    file.write_bytes(ATTACKS[attack]())
    done = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONPATH": "."})
    found = json.loads(done.stdout)
    assert found["megabytes"] < 200
    assert bool(found["told"]) == (attack != "largest pictures")
