"""The other side of bench/gpu: PyTorch with AMP and ONNX Runtime on the same networks and the same volume.

Usage: python gpu.py make DIR | torch DIR NAME DEVICE X Y Z RUNS | onnx DIR NAME DEVICE X Y Z RUNS | compare DIR NAME

DEVICE is cuda, or cpu to rehearse. Labels of the last run go to DIR/labels/NAME-WHO, one byte a voxel in the order z, y, x.
"""

import pathlib
import sys
import time

import numpy as np
import torch

import inference


def prepared(size):
    """The volume as the networks see it, [1][x][y][z]: RAS of what lies in LPS, values -500 to 500 as -1 to 1."""
    volume = np.flip(inference.waves(*size).transpose(2, 1, 0), (0, 1))
    return torch.from_numpy(np.clip(volume / np.float32(500), -1, 1).copy())[None]


def segmented(image, network, device):
    from monai.inferers import sliding_window_inference

    with torch.inference_mode():
        scores = sliding_window_inference(image[None].to(device), (96, 96, 96), 4, network, 0.25, "gaussian")
        return torch.argmax(scores[0], 0).to(torch.uint8).cpu().numpy()


def measure(root, name, who, device, size, runs, network):
    image = prepared(size)
    segmented(image[:, :96, :96, :96], network, device)  # what is made when first used is no one's time
    for _ in range(runs):
        if device == "cuda":
            torch.cuda.synchronize()
        began = time.time()
        labels = segmented(image, network, device)
        print(f"{name} {who}: {time.time() - began:.3f} s, {len(np.unique(labels))} labels")
    np.flip(labels, (0, 1)).transpose(2, 1, 0).tofile(root / "labels" / f"{name}-{who}")


def with_torch(root, name, device, size, runs):
    network = inference.NETWORKS[name]().to(device)
    network.load_state_dict(torch.load(root / f"{name}.pt", map_location=device))
    measure(root, name, "torch", device, size, runs, network)

    def amp(windows):
        with torch.autocast(device, torch.float16 if device == "cuda" else torch.bfloat16):
            return network(windows).float()

    measure(root, name, "torch-amp", device, size, runs, amp)


def with_onnx(root, name, device, size, runs):
    import onnxruntime

    wanted = "CUDAExecutionProvider" if device == "cuda" else "CPUExecutionProvider"
    session = onnxruntime.InferenceSession(str(root / name / "1" / "model.onnx"), providers=[wanted])
    if wanted not in session.get_providers():
        sys.exit(f"gpu.py: this onnxruntime has no {wanted}")

    def run(windows):
        scores = [session.run(None, {"input": one[None].cpu().numpy()})[0] for one in windows]
        return torch.from_numpy(np.concatenate(scores)).to(windows.device)

    measure(root, name, "onnx", device, size, runs, run)


def compare(root, name):
    reference = np.fromfile(root / "labels" / f"{name}-torch", np.uint8)
    for who in ("torch-amp", "onnx", "voxrelay", "voxrelay-fp16"):
        labels = np.fromfile(root / "labels" / f"{name}-{who}", np.uint8)
        print(f"{name} {who}: {100 * np.mean(labels != reference):.4f} % of labels are not those of PyTorch in float")


def main():
    command, root, *rest = sys.argv[1:]
    root = pathlib.Path(root)
    if command == "make":
        inference.package(root, "segresnet", inference.segresnet(), 25, (96, 96, 96), 0.25)
        inference.package(root, "unet", inference.unet(), 2, (96, 96, 96), 0.25)
    elif command == "compare":
        compare(root, *rest)
    else:
        name, device, x, y, z, runs = rest
        run = with_torch if command == "torch" else with_onnx
        run(root, name, device, (int(x), int(y), int(z)), int(runs))


if __name__ == "__main__":
    main()
