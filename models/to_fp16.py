#!/usr/bin/env python3
"""Makes a version of a model package that computes in fp16, for TensorRT 11, which has no switch for it.

usage: to_fp16.py PACKAGE NEW_VERSION      for example: to_fp16.py models/liver/1 1-fp16

Needs onnx, onnxruntime and onnxconverter-common (test-requirements.txt). Every ONNX file of the package is converted and
compared with what it was, on random numbers; inputs and outputs stay float, and so do sums over many voxels, which fp16
cannot hold (it ends at 65504). Nothing is left behind if a network does not stand it. Labels can change at borders:
measure the new version before it is activated.
"""
import hashlib
import json
import os
import pathlib
import shutil
import sys
import warnings

import numpy
import onnx

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is imported: it would report the network to its maker
import onnxruntime
from onnxconverter_common import float16

SUMS = ["InstanceNormalization", "LayerNormalization", "GroupNormalization", "BatchNormalization", "ReduceMean",
        "ReduceSum", "GlobalAveragePool", "Softmax"]
SMALLEST, LARGEST = 2.0**-24, 65504.0
OPEN_SIZE = 32
MOST_DIFFERENCE = 0.01


def converted(file):
    """The network in fp16; ends the program if its scores are others."""
    network = onnx.load(file)
    if any(output.type.tensor_type.elem_type != onnx.TensorProto.FLOAT for output in network.graph.output):
        sys.exit(f"to_fp16: {file} gives something else than float scores; there is nothing to gain")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "the float32 number .*e-")  # what is too small becomes the smallest there is
        half = float16.convert_float_to_float16(
            with_own_weights(onnx.load(file)), min_positive_val=SMALLEST, max_finite_val=LARGEST, keep_io_types=True,
            op_block_list=float16.DEFAULT_OP_BLOCK_LIST + SUMS)
    onnx.checker.check_model(half, full_check=True)
    source = network.graph.input[0]
    shape = [size.dim_value or OPEN_SIZE for size in source.type.tensor_type.shape.dim]
    shape[0] = 1
    samples = numpy.random.default_rng(1).standard_normal(shape).astype(numpy.float32)
    scores, close = (computed(one, {source.name: samples}) for one in (network, half))
    largest = float(numpy.abs(scores).max())
    difference = float(numpy.abs(scores - close).max())
    print(f"{file.name}: scores up to {largest:.4g} differ by {difference:.4g} at most")
    if not difference <= MOST_DIFFERENCE * largest:  # not a number is no small difference
        sys.exit(f"to_fp16: {file} does not stand fp16; the package stays as it is")
    return half


def with_own_weights(network):
    """Weights that several layers share by way of an Identity are taken directly, or the converter gives them two types."""
    graph = network.graph
    weights = {weight.name for weight in graph.initializer}
    results = {output.name for output in graph.output}
    shared = {node.output[0]: node.input[0] for node in graph.node
              if node.op_type == "Identity" and node.input[0] in weights and node.output[0] not in results}
    kept = [node for node in graph.node if node.output[0] not in shared]
    for node in kept:
        for i, name in enumerate(node.input):
            node.input[i] = shared.get(name, name)
    del graph.node[:]
    graph.node.extend(kept)
    return network


def computed(network, inputs):
    session = onnxruntime.InferenceSession(network.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, inputs)[0]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    package = pathlib.Path(sys.argv[1])
    target = package.parent / sys.argv[2]
    if target.exists():
        sys.exit(f"to_fp16: {target} is there already")
    networks = {file.relative_to(package): converted(file) for file in sorted(package.rglob("*.onnx"))}
    if not networks:
        sys.exit(f"to_fp16: there is no ONNX file in {package}")
    making = target.with_name("." + target.name + ".part")
    shutil.rmtree(making, ignore_errors=True)
    shutil.copytree(package, making)
    for name, network in networks.items():
        onnx.save(network, making / name)
    description = making / "model.json"
    if description.exists():
        model = json.loads(description.read_text(encoding="utf-8"))
        file = making / model["graph"]["file"]
        model["graph"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        model["version"] = target.name
        description.write_text(json.dumps(model, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    making.rename(target)
    print(f"{target} was made")


if __name__ == "__main__":
    main()
