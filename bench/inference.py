"""Makes the networks of bench/inference with random weights, and measures MONAI with PyTorch and SimpleITK on the same.

Usage: python inference.py make DIR | many DIR OVERLAP | monai DIR NAME X Y Z RUNS THREADS | simpleitk DIR X Y Z THREADS
"""

import json
import pathlib
import resource
import sys
import time

import numpy as np
import torch


def package(root, name, network, classes, window, overlap, bf16=False, graph=None):
    import hashlib

    folder = root / name / "1"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "model.onnx"
    if graph:
        file.write_bytes(graph.read_bytes())
    else:
        torch.save(network.state_dict(), root / f"{name}.pt")
        torch.onnx.export(network.eval(), (torch.zeros(1, 1, *window),), str(file), input_names=["input"],
                          output_names=["output"], dynamo=False, opset_version=17)
    coded = {"category": {"value": "123037004", "scheme": "SCT", "meaning": "Anatomical Structure"},
             "type": {"value": "10200004", "scheme": "SCT", "meaning": "Liver"}, "colour": [200, 100, 50]}
    (folder / "model.json").write_text(json.dumps({
        "name": name, "version": "1", "modality": "CT",
        "algorithm": {"manufacturer": "none", "description": "random weights", "licence": "none", "intendedUse": "speed"},
        "graph": {"file": "model.onnx", "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "input": "input",
                  "output": "output"},
        "preprocess": [{"step": "orient", "axes": "RAS"}, {"step": "scaleRange", "from": -500, "to": 500, "newFrom": -1,
                                                           "newTo": 1, "clip": True}],
        "window": {"size": list(window), "overlap": overlap, "blending": "gaussian"},
        "scores": {"kind": "exclusive"}, "minimumSlices": 1,
        "labels": [{"number": n, "name": f"label {n}", **coded} for n in range(1, classes)],
        "postProcess": [], "permitsBf16": bf16}))
    return file


def segresnet():
    from monai.networks.nets import SegResNet

    torch.manual_seed(1)
    return SegResNet(3, 32, 1, 25, blocks_down=[1, 2, 2, 4], blocks_up=[1, 1, 1]).eval()


def unet():
    from monai.networks.nets import UNet

    torch.manual_seed(2)
    return UNet(3, 1, 2, (16, 32, 64, 128), (2, 2, 2), num_res_units=2, norm="batch").eval()


def many():
    torch.manual_seed(3)
    return torch.nn.Conv3d(1, 104, 1).eval()


NETWORKS = {"segresnet": segresnet, "segresnet-bf16": segresnet, "unet": unet, "many": many}


def make(root):
    graph = package(root, "segresnet", segresnet(), 25, (96, 96, 96), 0.25)
    package(root, "segresnet-bf16", None, 25, (96, 96, 96), 0.25, bf16=True, graph=graph)
    package(root, "unet", unet(), 2, (96, 96, 96), 0.25)
    package(root, "many", many(), 104, (96, 96, 96), 0.5)


def waves(x, y, z):
    k, j, i = np.meshgrid(np.arange(z), np.arange(y), np.arange(x), indexing="ij", sparse=True)
    return (400 * np.sin(i * 0.05) * np.cos(j * 0.04 + k * 0.03) - 100).astype(np.float32)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def monai(root, name, x, y, z, runs, threads):
    from monai.inferers import sliding_window_inference
    from monai.transforms import Compose, Orientation, ScaleIntensityRange

    torch.set_num_threads(threads)
    network = NETWORKS[name]()
    network.load_state_dict(torch.load(root / f"{name}.pt"))
    volume = torch.from_numpy(waves(x, y, z).transpose(2, 1, 0).copy())[None]
    for _ in range(runs):
        began, wall = cpu(), time.time()
        with torch.inference_mode():
            image = Compose([Orientation(axcodes="RAS"), ScaleIntensityRange(-500, 500, -1, 1, clip=True)])(volume)
            scores = sliding_window_inference(image[None], (96, 96, 96), 1, network, 0.25, "gaussian")
            labels = torch.argmax(torch.softmax(scores[0], 0), 0)
        print(f"{name} MONAI + PyTorch {torch.__version__}, {threads} threads: {cpu() - began:.2f} CPU-s, "
              f"{time.time() - wall:.2f} s, labels {len(torch.unique(labels))}")


def simpleitk(root, x, y, z, threads):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(threads)
    source = sitk.GetImageFromArray(np.fromfile(root / "source.f32", np.float32).reshape(z, y, x))
    source.SetSpacing((0.8, 0.8, 1.0))
    size = [int(round((n - 1) * mm / 1.5 + 1)) for n, mm in zip((x, y, z), (0.8, 0.8, 1.0))]
    for _ in range(3):
        began, wall = cpu(), time.time()
        small = sitk.Resample(source, size, sitk.Transform(), sitk.sitkLinear, (0, 0, 0), (1.5, 1.5, 1.5),
                              source.GetDirection(), 0.0, sitk.sitkFloat32, True)
        size_back = [int(round((n - 1) * 1.5 / mm + 1)) for n, mm in zip(size, (0.8, 0.8, 1.0))]
        back = sitk.Resample(small, size_back, sitk.Transform(), sitk.sitkLinear, (0, 0, 0), (0.8, 0.8, 1.0),
                             source.GetDirection(), 0.0, sitk.sitkFloat32, True)
        print(f"SimpleITK {sitk.Version_VersionString()}: {cpu() - began:.2f} CPU-s, {time.time() - wall:.2f} s")
    # What neither made of places beyond the source, where SimpleITK takes the nearest voxel and we go on at the edge.
    inside = [within(n, mm, 1.5) for n, mm in zip((x, y, z), (0.8, 0.8, 1.0))]
    inside_back = [within(n, 1.5, mm) for n, mm in zip(inside, (0.8, 0.8, 1.0))]
    there = difference(sitk.GetArrayFromImage(small), root / "small.f32", inside)
    again = difference(sitk.GetArrayFromImage(back), root / "back.f32", inside_back)
    print(f"largest difference to ours: {there:.4f} HU at 1.5 mm, {again:.4f} HU back, of voxels made of the source alone "
          f"(back the first {' x '.join(map(str, inside_back))} of {' x '.join(map(str, back.GetSize()))})")


def within(count, mm, new_mm):
    """How many samples of a new grid lie between the first and the last of an old one."""
    return int((count - 1) * mm / new_mm + 1e-6) + 1


def difference(theirs, file, inside):
    x, y, z = inside
    return np.abs(theirs - np.fromfile(file, np.float32).reshape(theirs.shape))[:z, :y, :x].max()


def main():
    command, root = sys.argv[1], pathlib.Path(sys.argv[2])
    if command == "make":
        make(root)
    elif command == "many":
        package(root, "many", many(), 104, (96, 96, 96), float(sys.argv[3]))
    elif command == "monai":
        monai(root, sys.argv[3], *map(int, sys.argv[4:9]))
    else:
        simpleitk(root, *map(int, sys.argv[3:7]))


if __name__ == "__main__":
    main()
