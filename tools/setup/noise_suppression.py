"""What noise suppression loads in the browser, made from hash-locked packages: tools/denoise_graphs.py."""

from pathlib import Path

from stamps import Stamps, fingerprint, run, say

FILES = ("enc.onnx", "erb_dec.onnx", "df_dec.onnx", "ort.wasm.gz")


def make_noise_graphs(root: Path, stamps: Stamps) -> None:
    """`web/public/denoise`, from the Python and the web packages; both must be there."""
    folder = root / "web" / "public" / "denoise"
    tool = root / "tools" / "denoise_graphs.py"
    made_of = fingerprint(
        [tool, root / "requirements" / "stack.lock", root / "web" / "package-lock.json", *_expected(root)]
    )
    if stamps.is_fresh("noise-graphs", made_of) and all((folder / name).is_file() for name in FILES):
        return
    say("Noise suppression: web/public/denoise")
    python = str(root / ".venv" / "bin" / "python")
    run([python, str(tool), str(folder)], root, "the graphs for noise suppression could not be made")
    stamps.done("noise-graphs", made_of)


def _expected(root: Path) -> list[Path]:
    return [root / "web" / "src" / "media" / "denoise" / "net" / "weights.json"]
