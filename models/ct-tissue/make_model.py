"""Makes models/ct-tissue/1/model.onnx: Hounsfield units to tissue by the field's published ranges. Needs no training.

    label  range in HU     tissue
    1      below -190      gas (lung, airways, bowel), inside the body
    2      -190 to -30     adipose tissue
    3      -29 to 150      soft tissue: muscle, organs, blood, brain
    4      above 150       bone (and contrast medium or metal, which HU cannot tell from bone)

The limits of adipose tissue (-190 to -30) and of muscle (-29 to 150) are those of Mitsiopoulos N et al., Cadaver
validation of skeletal muscle measurement by magnetic resonance imaging and computerized tomography, J Appl Physiol
1998;85:115-122, as used in body composition analysis since (Aubrey J et al., Measurement of skeletal muscle radiation
attenuation and basis of its biological variation, Acta Physiol 2014;210:489-497). Values are rounded to whole HU first
(half to even), so that no value falls between two ranges. Label 0, outside the body, is set by the post-processing that
model.json describes.

Usage: python make_model.py   (writes model.onnx beside model.json and its SHA-256 into model.json)
"""

import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

VERSION = pathlib.Path(__file__).parent / "1"
SHAPE = [1, 1, "z", "y", "x"]
# (lowest whole HU, label), ascending; below the first is label 1
LIMITS = [(-190, 2), (-29, 3), (151, 4)]


def constant(name, value, kind):
    return numpy_helper.from_array(np.array(value, kind), name)


def graph():
    nodes = [helper.make_node("Round", ["image"], ["rounded"])]
    constants = [constant("label_1", 1, np.uint8)]
    label = "label_1"
    for lowest, number in LIMITS:
        constants += [constant(f"from_{number}", lowest, np.float32), constant(f"label_{number}", number, np.uint8)]
        nodes.append(helper.make_node("GreaterOrEqual", ["rounded", f"from_{number}"], [f"is_{number}"]))
        result = "label" if number == LIMITS[-1][1] else f"up_to_{number}"
        nodes.append(helper.make_node("Where", [f"is_{number}", f"label_{number}", label], [result]))
        label = result
    return helper.make_graph(
        nodes,
        "ct-tissue",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, SHAPE)],
        [helper.make_tensor_value_info("label", TensorProto.UINT8, SHAPE)],
        constants,
    )


def main():
    model = helper.make_model(graph(), producer_name="voxrelay", opset_imports=[helper.make_opsetid("", 16)])
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString(deterministic=True)
    (VERSION / "model.onnx").write_bytes(data)
    description = VERSION / "model.json"
    fields = json.loads(description.read_text())
    fields["graph"]["sha256"] = hashlib.sha256(data).hexdigest()
    description.write_text(json.dumps(fields, indent=2, ensure_ascii=False) + "\n")
    print(f"{len(data)} bytes, sha256 {fields['graph']['sha256']}")


if __name__ == "__main__":
    main()
