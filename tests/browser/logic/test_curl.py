"""curl.js: the command, as a shell and curl take it."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.browser.conftest import run

pytestmark = pytest.mark.browser

ADDRESS = "http://localhost:8000/api/v1/read"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("page.jpg", "image=@page.jpg"),
        ("my page.jpg", "image=@my page.jpg"),
        ("it's $HOME.jpg", "image=@it's $HOME.jpg"),
        ("a;type=b,c.jpg", 'image=@"a;type=b,c.jpg"'),
        ('say "hi".png', 'image=@"say \\"hi\\".png"'),
    ],
    ids=["plain", "space", "shell", "semicolon", "quotes"],
)
def test_file_names_survive_the_shell(modules: Any, name: str, file: str) -> None:
    line = run(modules, "curl", "(m, ...values) => m.curlLine(...values)", ADDRESS, name, {"charset": "chars:A B"})
    assert shlex.split(line) == ["curl", "-s", "-F", file, "-F", "charset=chars:A B", ADDRESS]
