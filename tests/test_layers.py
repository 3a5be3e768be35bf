"""The rooms import downwards only, and no transaction is one in name only."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("core", "crawler", "digest", "newsroom", "scheduler", "spiders", "store")
#: What core must not touch: files, sockets, processes, clocks, databases.
OUTSIDE = {"socket", "subprocess", "multiprocessing", "threading", "sqlite3", "sqlite_utils", "scrapy", "http"}
OUTSIDE |= {"os", "io", "pathlib", "shutil", "tempfile", "time", "asyncio", "importlib.resources", "urllib.request"}


def modules(package):
    return sorted((ROOT / package).rglob("*.py"))


def test_upper_rooms_import_lower_ones_only():
    lint = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert lint.returncode == 0, lint.stdout


def test_core_touches_nothing_outside():
    touched = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules("core")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name in OUTSIDE or name.split(".")[0] in OUTSIDE
    }

    assert touched == set()


def test_core_opens_no_file_and_reads_no_clock():
    called = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("core")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and re.search(r"(^|\.)(open|now|utcnow|today)$", ast.unparse(node.func))
    }

    assert called == set()


def test_a_transaction_is_never_opened_on_the_connection():
    # In sqlite-utils 4 the connection is in autocommit mode: `with db.conn` rolls nothing back.
    offenders = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in modules(package)
        if re.search(r"with [\w.]*\.conn\b", path.read_text(encoding="utf-8"))
    ]

    assert offenders == []


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
