"""Makes small networks with random weights and lets MONAI and nnU-Net segment with them: what ours is held against.

Usage: python exactness.py DIR        (see exactness-requirements.txt)

Each folder DIR/<case> becomes a model package (model/1/...), a series (volume.i16.gz, grid.json), the label map that
MONAI or nnU-Net makes of it (labels.u8.gz) and every n-th score on the network's grid before activation
(scores.f32.gz, scores.json), and every n-th probability on the grid of the series, [channel][z][y][x]: of MONAI in steps
of 1/255 (probabilities.u8.gz), of nnU-Net as it exports them (probabilities.f32.gz). ExactnessTest reads them.

nnU-Net adds scores up in half precision; here its predictor is made to use single precision, or its own rounding would
be all that is measured. What it gives as it is, is compared by label only (labels-half.u8.gz).
"""

import copy
import gzip
import json
import pathlib
import sys

import nibabel
import numpy as np
import torch

SCORES_KEPT = 6000
torch.manual_seed(20)


def series(shape, spacing, seed, direction=(1, 1, 1), zero_border=0):
    """int16 [z][y][x]: blobs and noise, as CT numbers or (with a border of zeros) as MR."""
    rng = np.random.default_rng(seed)
    z, y, x = np.meshgrid(*[np.linspace(-1, 1, n) for n in shape], indexing="ij")
    hu = -200 + 300 * np.cos(3 * x + y) * np.cos(2.5 * y - z) + 250 * np.exp(-8 * ((x - 0.3) ** 2 + y**2 + z**2))
    hu += rng.normal(0, 25, shape)
    if zero_border:
        hu = np.abs(hu) + 5
        hu[np.sqrt(x**2 + y**2 + z**2) > 1 - zero_border] = 0
    grid = {
        "size": shape[::-1],
        "spacingMm": spacing[::-1],
        "origin": [-31.5, 12.25, 100.0],
        "direction": direction[::-1],
    }
    return np.round(hu).astype(np.int16), grid


def save_gz(path, array):
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(np.ascontiguousarray(array).tobytes())


def kept(values):
    flat = np.ascontiguousarray(values, np.float32).ravel()
    return flat[:: max(1, flat.size // SCORES_KEPT)]


def save_case(folder, volumes, grid, labels, scores):
    for i, volume in enumerate(volumes):
        save_gz(folder / f"volume{i}.i16.gz", volume)
    (folder / "grid.json").write_text(json.dumps(grid))
    save_gz(folder / "labels.u8.gz", labels.astype(np.uint8))
    save_gz(folder / "scores.f32.gz", kept(scores))
    step = max(1, scores.size // SCORES_KEPT)
    (folder / "scores.json").write_text(json.dumps({"shape": list(scores.shape), "step": step}))
    print(f"{folder.name}: volume {volumes[0].shape}, network {scores.shape}, labels {np.bincount(labels.ravel())}")


def export(network, path, channels, patch):
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network.eval(),
        (torch.zeros(1, channels, *patch),),
        str(path),
        input_names=["input"],
        output_names=["output"],
        dynamo=False,
        opset_version=17,
    )


def small_unet(channels, classes, gain):
    from monai.networks.nets import UNet

    network = UNet(3, channels, classes, (4, 8), (2,), num_res_units=0, norm="instance").eval()
    with torch.no_grad():
        for parameter in list(network.parameters())[-2:]:
            parameter *= gain
    return network


def nifti(path, volume, grid):
    lps = np.eye(4)
    lps[:3, :3] = np.diag(np.multiply(grid["direction"], grid["spacingMm"]))
    lps[:3, 3] = grid["origin"]
    nibabel.save(nibabel.Nifti1Image(volume.transpose(2, 1, 0), np.diag([-1, -1, 1, 1]) @ lps), path)


def small_segresnet(classes, gain):
    """Sixteen channels throughout: convolutions that ONNX Runtime is given as flat ones."""
    from monai.networks.nets import SegResNet

    network = SegResNet(3, 16, 1, classes, blocks_down=(1,), blocks_up=()).eval()
    with torch.no_grad():
        for parameter in list(network.parameters())[-2:]:
            parameter *= gain
    return network


def monai_case(folder, volume, grid, transforms, inferer, post, names, network=None):
    from monai.bundle import ConfigParser
    from monai.data import decollate_batch
    from monai.inferers import SlidingWindowInferer
    from monai.transforms import Compose

    model = folder / "model" / "1"
    (model / "configs").mkdir(parents=True, exist_ok=True)
    patch = inferer["roi_size"]
    network = network or small_unet(1, len(names), 8.0)
    export(network, model / "models" / "model.onnx", 1, patch)
    load = [{"_target_": "LoadImaged", "keys": "image"}, {"_target_": "EnsureChannelFirstd", "keys": "image"}]
    inverse = [{**step} for step in post]
    inference = {
        "overlap": inferer.pop("overlap"),
        "preprocessing": {"_target_": "Compose", "transforms": load + transforms},
        "inferer": {"_target_": "SlidingWindowInferer", **inferer, "overlap": "@overlap"},
        "postprocessing": {"_target_": "Compose", "transforms": inverse},
    }
    (model / "configs" / "inference.json").write_text(json.dumps(inference, indent=1))
    channel_def = {str(i): name for i, name in enumerate(names)}
    metadata = {
        "version": "0.1.0",
        "description": "random weights",
        "network_data_format": {
            "inputs": {"image": {"modality": "CT", "num_channels": 1}},
            "outputs": {"pred": {"num_channels": len(names), "channel_def": channel_def}},
        },
    }
    (model / "configs" / "metadata.json").write_text(json.dumps(metadata, indent=1))
    parser = ConfigParser(inference)
    before = parser.get_parsed_content("preprocessing")
    path = folder / "volume.nii"
    nifti(path, volume, grid)
    item = before({"image": str(path)})
    path.unlink()
    window = parser.get_parsed_content("inferer")
    assert isinstance(window, SlidingWindowInferer)
    with torch.no_grad():
        scores = window(item["image"][None], network)
    item["pred"] = scores[0]
    after = parser.get_parsed_content("postprocessing")
    assert isinstance(after, Compose)
    labels = after(dict(item))["pred"].numpy()
    probable = [step for step in post if step["_target_"] in ("Activationsd", "Invertd")]
    parser = ConfigParser({**inference, "probabilities": {"_target_": "Compose", "transforms": probable}})
    parser["preprocessing"] = before
    probabilities = parser.get_parsed_content("probabilities")(dict(item))["pred"].numpy()
    if len(labels) > 1:
        painted = np.zeros(labels.shape[1:], np.uint8)
        for channel, mask in enumerate(labels):
            painted[mask > 0] = channel + 1
        labels = painted[None]
    save_case(folder, [volume], grid, labels[0].transpose(2, 1, 0).astype(np.uint8), scores[0].numpy())
    save_gz(folder / "probabilities.u8.gz", np.rint(255 * kept(probabilities.transpose(0, 3, 2, 1))).astype(np.uint8))


def spacing(mm):
    return {"_target_": "Spacingd", "keys": "image", "pixdim": mm, "mode": "bilinear"}


def orientation(axcodes="RAS"):
    return {"_target_": "Orientationd", "keys": "image", "axcodes": axcodes}


def invert(nearest):
    return {"_target_": "Invertd", "keys": "pred", "transform": "@preprocessing", "orig_keys": "image",
            "nearest_interp": nearest, "to_tensor": True}


def monai_cases(root):
    volume, grid = series((26, 45, 40), (2.1, 0.9, 0.8), 1)
    monai_case(
        root / "monai-softmax", volume, grid,
        [orientation(), spacing([1.5, 1.5, 2.0]),
         {"_target_": "ScaleIntensityRanged", "keys": "image", "a_min": -157, "a_max": 164, "b_min": 0.0, "b_max": 1.0,
          "clip": True},
         {"_target_": "CropForegroundd", "keys": "image", "source_key": "image", "margin": 1}],
        {"roi_size": [12, 16, 12], "sw_batch_size": 1, "overlap": 0.5, "mode": "gaussian"},
        [{"_target_": "Activationsd", "keys": "pred", "softmax": True}, invert(False),
         {"_target_": "AsDiscreted", "keys": "pred", "argmax": True}],
        ["background", "liver", "spleen"])
    # Above 0 throughout: whether a sum of weights by chance gives 0 or 1e-14, and so counts as zero, is nobody's to say.
    volume, grid = series((20, 33, 31), (3.0, 1.5, 1.5), 2, direction=(-1, 1, -1))
    volume += 1500
    monai_case(
        root / "monai-nearest", volume, grid,
        # Not just twice the spacing: half-way between two voxels MONAI's nearest one is a matter of rounding errors.
        [orientation(), spacing([2.9, 2.9, 3.1]),
         {"_target_": "NormalizeIntensityd", "keys": "image", "nonzero": True},
         {"_target_": "ScaleIntensityd", "keys": "image", "minv": -1.0, "maxv": 1.0}],
        {"roi_size": [16, 20, 24], "sw_batch_size": 1, "overlap": 0.25, "mode": "gaussian", "padding_mode": "replicate"},
        [{"_target_": "Activationsd", "keys": "pred", "softmax": True},
         {"_target_": "AsDiscreted", "keys": "pred", "argmax": True}, invert(True)],
        ["background", "kidney_left", "kidney_right", "aorta"])
    volume, grid = series((18, 30, 34), (1.0, 1.0, 1.2), 3, direction=(1, -1, 1), zero_border=0.15)
    monai_case(
        root / "monai-sigmoid", volume, grid,
        [orientation("LPS"),
         {"_target_": "NormalizeIntensityd", "keys": "image", "nonzero": True, "channel_wise": True},
         spacing([1.6, 1.4, 1.3]),
         {"_target_": "ScaleIntensityRangePercentilesd", "keys": "image", "lower": 1.0, "upper": 99.5, "b_min": 0.0,
          "b_max": 1.0, "clip": True},
         {"_target_": "DivisiblePadd", "keys": "image", "k": 8}],
        {"roi_size": [16, 16, 8], "sw_batch_size": 1, "overlap": 0.5, "mode": "constant"},
        [{"_target_": "Activationsd", "keys": "pred", "sigmoid": True}, invert(False),
         {"_target_": "AsDiscreted", "keys": "pred", "threshold": 0.5}],
        ["tumor_core", "whole_tumor", "enhancing_tumor"])
    volume, grid = series((24, 36, 36), (2.0, 1.0, 1.0), 4)
    monai_case(
        root / "monai-cleaned", volume, grid,
        [orientation(), spacing([1.3, 1.3, 1.7]),
         {"_target_": "ScaleIntensityRanged", "keys": "image", "a_min": -300, "a_max": 300, "b_min": -1.0, "b_max": 1.0,
          "clip": False}],
        {"roi_size": [16, 16, 16], "sw_batch_size": 1, "overlap": 0.6, "mode": "gaussian"},
        [{"_target_": "Activationsd", "keys": "pred", "softmax": True}, invert(False),
         {"_target_": "AsDiscreted", "keys": "pred", "argmax": True},
         {"_target_": "KeepLargestConnectedComponentd", "keys": "pred", "applied_labels": [1]},
         {"_target_": "FillHolesd", "keys": "pred", "applied_labels": [1, 2]}],
        ["background", "liver", "liver_tumor"])


def case_of_channels(root):
    volume, grid = series((22, 34, 38), (2.0, 1.0, 1.0), 5)
    monai_case(
        root / "monai-channels", volume, grid,
        [orientation(), spacing([1.2, 1.3, 1.8]),
         {"_target_": "ScaleIntensityRanged", "keys": "image", "a_min": -200, "a_max": 300, "b_min": -1.0, "b_max": 1.0,
          "clip": True}],
        {"roi_size": [14, 18, 16], "sw_batch_size": 1, "overlap": 0.5, "mode": "gaussian"},
        [{"_target_": "Activationsd", "keys": "pred", "softmax": True}, invert(False),
         {"_target_": "AsDiscreted", "keys": "pred", "argmax": True}],
        ["background", "liver", "spleen", "pancreas"], small_segresnet(4, 8.0))


def nnunet_case(folder, volumes, grid, target, patch, schemes, masks, labels, folds=1, mirror=(), regions=(), order=(0, 1, 2)):
    """Labels by name; with regions, the label of each that is not background. Order of axes as in transpose_forward."""
    from nnunetv2.inference import predict_from_raw_data
    from nnunetv2.utilities.plans_handling.plans_handler import PlansManager

    model = folder / "model" / "1"
    resampling = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
    plans = {
        "dataset_name": "Dataset001_Random", "plans_name": "nnUNetPlans", "transpose_forward": list(order),
        "transpose_backward": [int(i) for i in np.argsort(order)], "image_reader_writer": "SimpleITKIO", "label_manager": "LabelManager",
        "experiment_planner_used": "ExperimentPlanner",
        "foreground_intensity_properties_per_channel": {
            str(i): {"mean": 23.5, "std": 141.25, "percentile_00_5": -310.0, "percentile_99_5": 262.0, "min": -900.0,
                     "max": 900.0, "median": 20.0} for i in range(len(volumes))},
        "configurations": {"3d_fullres": {
            "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
            "patch_size": patch, "spacing": target, "normalization_schemes": schemes, "use_mask_for_norm": masks,
            "resampling_fn_data": "resample_data_or_seg_to_shape", "resampling_fn_data_kwargs": resampling,
            "resampling_fn_seg": "resample_data_or_seg_to_shape",
            "resampling_fn_seg_kwargs": {**resampling, "is_seg": True, "order": 1},
            "resampling_fn_probabilities": "resample_data_or_seg_to_shape",
            "resampling_fn_probabilities_kwargs": {**resampling, "order": 1}, "batch_dice": False,
            "architecture": {"network_class_name": "none", "arch_kwargs": {}, "_kw_requires_import": []}}},
    }
    dataset = {"channel_names": {str(i): "CT" if s.startswith("CT") else "T1" for i, s in enumerate(schemes)},
               "labels": labels, **({"regions_class_order": regions} if regions else {}), "numTraining": 1,
               "file_ending": ".nii.gz"}
    networks = [small_unet(len(volumes), len(regions or labels), 8.0) for _ in range(folds)]
    for fold, network in enumerate(networks):
        export(network, model / f"fold_{fold}" / "model.onnx", len(volumes), patch)
    (model / "plans.json").write_text(json.dumps(plans, indent=1))
    (model / "dataset.json").write_text(json.dumps(dataset, indent=1))
    if mirror:
        (model / "export.json").write_text(json.dumps({"mirrorAxes": mirror}))
    predictor = predict_from_raw_data.nnUNetPredictor(
        tile_step_size=0.5, use_gaussian=True, use_mirroring=bool(mirror), perform_everything_on_device=False,
        device=torch.device("cpu"), allow_tqdm=False)
    manager = PlansManager(plans)
    predictor.manual_initialization(
        networks[0], manager, manager.get_configuration("3d_fullres"), [copy.deepcopy(n.state_dict()) for n in networks], dataset,
        "nnUNetTrainer", mirror or None)
    image = np.stack([v.astype(np.float32) for v in volumes])
    properties = {"spacing": grid["spacingMm"][::-1]}
    seen = {}
    predict = predictor.predict_logits_from_preprocessed_data

    def keeping(data):
        seen["scores"] = predict(data)
        return seen["scores"].clone()

    predictor.predict_logits_from_preprocessed_data = keeping
    half = predictor.predict_single_npy_array(image, dict(properties), None, None, False)
    torch.half, original = torch.float32, torch.half
    try:
        single = predictor.predict_single_npy_array(image, dict(properties), None, None, False)
        _, probabilities = predictor.predict_single_npy_array(image, dict(properties), None, None, True)
    finally:
        torch.half = original
    save_case(folder, volumes, grid, single, seen["scores"].numpy())
    save_gz(folder / "probabilities.f32.gz", kept(probabilities))
    save_gz(folder / "labels-half.u8.gz", half.astype(np.uint8))
    print(f"  nnU-Net in half and in single precision: {100 * np.mean(half == single):.4f} % of labels are equal")


def nnunet_cases(root):
    volume, grid = series((30, 42, 38), (1.5, 0.8, 0.8), 5)
    nnunet_case(root / "nnunet-ct", [volume], grid, [1.3, 1.1, 1.1], [16, 16, 16], ["CTNormalization"], [False],
                {"background": 0, "liver": 1, "spleen": 2})
    one, grid = series((14, 50, 46), (5.0, 0.7, 0.7), 6, zero_border=0.2)
    two, _ = series((14, 50, 46), (5.0, 0.7, 0.7), 7, zero_border=0.2)
    nnunet_case(root / "nnunet-anisotropic", [one, two], grid, [4.0, 1.0, 1.0], [8, 24, 24],
                ["ZScoreNormalization", "ZScoreNormalization"], [True, False], {"background": 0, "brain_tumor": 1, "edema": 2},
                folds=2, mirror=[0, 1, 2])
    volume, grid = series((24, 40, 34), (2.0, 1.0, 1.2), 8, zero_border=0.25)
    nnunet_case(root / "nnunet-regions", [volume], grid, [1.4, 1.5, 1.3], [16, 20, 12], ["ZScoreNormalization"], [True],
                {"background": 0, "whole_tumor": [1, 2, 3], "tumor_core": [2, 3], "enhancing_tumor": 3}, regions=[2, 1, 3],
                order=(1, 2, 0))


def main():
    root = pathlib.Path(sys.argv[1])
    root.mkdir(parents=True, exist_ok=True)
    monai_cases(root)
    nnunet_cases(root)
    case_of_channels(root)


if __name__ == "__main__":
    main()
