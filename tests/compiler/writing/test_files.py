"""Files in memory and the zip of them."""

from __future__ import annotations

import io
import zipfile

import pytest

from shared.compiler.writing.archive import zip_bytes
from shared.compiler.writing.files import Files


def test_files_are_an_ordered_mapping() -> None:
    files = Files((("b", "2"), ("a", "1")))

    assert list(files.items()) == [("b", "2"), ("a", "1")]
    assert len(files) == 2
    assert files == Files((("b", "2"), ("a", "1")))
    assert files != Files((("a", "1"), ("b", "2")))
    assert files != {"b": "2", "a": "1"}
    assert hash(files) == hash(Files((("b", "2"), ("a", "1"))))
    assert repr(files) == "Files(['b', 'a'])"


def test_one_path_is_one_file() -> None:
    with pytest.raises(ValueError, match="Two files are called a"):
        Files((("a", "1"), ("a", "2")))


def test_zip_does_not_depend_on_order() -> None:
    forwards, backwards = Files((("a", "é"), ("b/c", "2"))), Files((("b/c", "2"), ("a", "é")))

    assert zip_bytes(forwards) == zip_bytes(backwards)


def test_zip_holds_the_files() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_bytes({"b": "2", "a": "é"}))) as archive:
        entries = [
            (it.filename, archive.read(it).decode(), it.date_time, it.external_attr >> 16) for it in archive.filelist
        ]

    assert entries == [("a", "é", (1980, 1, 1, 0, 0, 0), 0o100644), ("b", "2", (1980, 1, 1, 0, 0, 0), 0o100644)]
