package org.voxrelay.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.model.ModelPackage.Form;
import org.voxrelay.inference.model.Transform.CropForeground;
import org.voxrelay.inference.model.Transform.Orient;
import org.voxrelay.inference.model.Transform.PerChannel;
import org.voxrelay.inference.model.Transform.Resample;

class PackageFormsTest {
    private static final Path CASES = Path.of("src/test/resources/exactness");

    @TempDir
    Path folder;

    @Test
    void aMonaiBundleIsReadAsItMeans() throws Exception {
        ModelPackage model = read("monai-softmax");
        assertThat(model.form()).isEqualTo(Form.MONAI_BUNDLE);
        assertThat(model.preprocess().get(0)).isEqualTo(new Orient("RAS"));
        assertThat(model.preprocess()).anyMatch(step -> step instanceof CropForeground crop && crop.beyondEdges());
        assertThat(model.tiling().overlap()).isEqualTo(0.5); // by reference
        assertThat(model.scores()).isEqualTo(new Scores.Exclusive(List.of(0, 1, 2), true));
        assertThat(model.label(1).orElseThrow().type()).isEqualTo(new Coding("10200004", "SCT", "Liver"));
    }

    @Test
    void anExportOfNnUnetIsReadAsItMeans() throws Exception {
        ModelPackage model = read("nnunet-anisotropic");
        assertThat(model.form()).isEqualTo(Form.NNUNET);
        assertThat(model.graphs()).hasSize(2);
        assertThat(model.channels())
                .hasSize(2)
                .allMatch(channel -> channel.modality().equals("MR"));
        assertThat(model.tiling().mirrorAxes()).containsExactly(0, 1, 2);
        assertThat(model.preprocess())
                .anyMatch(step -> step instanceof PerChannel each
                        && each.steps().get(0).equals(List.of(new Transform.ZScore(true))));
        assertThat(model.preprocess())
                .anyMatch(step -> step instanceof Resample resample
                        && resample.spacingMm().equals(List.of(4.0, 1.0, 1.0)));
    }

    @Test
    void aBundleMaySayWhichSeriesAChannelIs() throws Exception {
        copy("monai-softmax");
        edit(
                "configs/metadata.json",
                "\"num_channels\": 1",
                "\"num_channels\": 1, \"channel_match\": {\"0\": {\"SeriesDescription\": \"(?i)portal\"}}");
        ModelPackage model = ModelRepository.read(folder, "model", "1");
        assertThat(model.channels().get(0).match()).isEqualTo(Map.of("SeriesDescription", "(?i)portal"));
        edit("configs/metadata.json", "(?i)portal", "(portal");
        assertThat(faults())
                .containsExactly("configs/metadata.json channel_match.0.SeriesDescription is no regular expression");
    }

    @Test
    void whatIsNotUnderstoodInABundleIsNamedAllAtOnce() throws Exception {
        copy("monai-softmax");
        edit(
                "configs/inference.json",
                "\"_target_\": \"ScaleIntensityRanged\"",
                "\"_target_\": \"RandGaussianNoised\"",
                "\"mode\": \"bilinear\"",
                "\"mode\": \"bicubic\", \"antialias\": 3",
                "\"overlap\": 0.5",
                "\"overlap\": \"$my_overlap(3)\"",
                "\"_target_\": \"AsDiscreted\"",
                "\"_target_\": \"monai.apps.SomethingElsed\"");
        edit("configs/metadata.json", "spleen", "gizmo");
        assertThat(faults())
                .anyMatch(
                        fault -> fault.equals("the transform 'RandGaussianNoise' before the network is not supported"))
                .anyMatch(fault -> fault.equals("Spacing with mode = bicubic is not supported"))
                .anyMatch(fault -> fault.equals("Spacing's parameter antialias is not supported"))
                .anyMatch(fault -> fault.contains("the expression '$my_overlap(3)'"))
                .anyMatch(fault -> fault.equals("the transform 'SomethingElse' after the network is not supported"))
                .anyMatch(fault -> fault.startsWith("label 'gizmo' has no known meaning"));
    }

    @Test
    void aBundlesChoiceByAFlagIsFollowed() throws Exception {
        copy("monai-softmax");
        edit(
                "configs/inference.json",
                "\"overlap\": 0.5",
                "\"high\": false, \"overlap\": \"$0.75 if @high else 0.25\"");
        assertThat(ModelRepository.read(folder, "model", "1").tiling().overlap())
                .isEqualTo(0.25);
    }

    @Test
    void codesOfOnesOwnAreTakenForLabelsWithoutKnownMeaning() throws Exception {
        copy("monai-softmax");
        edit("configs/metadata.json", "spleen", "gizmo");
        Files.writeString(
                folder.resolve("labels.json"),
                "{\"gizmo\": {\"category\": {\"value\": \"1\", \"scheme\": \"99X\", \"meaning\": \"Thing\"}, \"type\": "
                        + "{\"value\": \"2\", \"scheme\": \"99X\", \"meaning\": \"Gizmo\"}, \"colour\": [1, 2, 3]}}");
        ModelPackage model = ModelRepository.read(folder, "model", "1");
        assertThat(model.label(2).orElseThrow().type().meaning()).isEqualTo("Gizmo");
    }

    @Test
    void whatIsNotUnderstoodInAnExportIsNamedAllAtOnce() throws Exception {
        copy("nnunet-ct");
        edit(
                "plans.json",
                "CTNormalization",
                "MyNormalization",
                "\"resampling_fn_data\": \"resample_data_or_seg_to_shape\"",
                "\"resampling_fn_data\": \"resample_torch_fornnunet\"",
                "SimpleITKIO",
                "MyReader");
        Files.delete(folder.resolve("fold_0/model.onnx"));
        assertThat(faults())
                .contains(
                        "the normalization 'MyNormalization' is not supported",
                        "the resampling 'resample_torch_fornnunet' is not supported",
                        "the image reader 'MyReader' is not supported")
                .anyMatch(fault -> fault.startsWith("there is no ONNX file"));
    }

    @Test
    void labelNumbersThatNoSegmentCanHaveAreNamed() throws Exception {
        copy("nnunet-ct");
        edit("dataset.json", "\"spleen\": 2", "\"spleen\": 300");
        assertThat(faults())
                .containsExactly("labels are numbered 1, 2, 3 ... without a gap, and there is no label 2 below 300");
        edit("dataset.json", "\"spleen\": 300", "\"spleen\": 4294967297"); // 1 in 32 bits
        assertThat(faults()).anyMatch(fault -> fault.matches("label 4294967297 of '.*' is not from 0 to 65535"));
    }

    @Test
    void allStructuresOfTotalSegmentatorHaveCodes() {
        for (String name : List.of(
                "spleen",
                "kidney_left",
                "Kidney Right",
                "vertebrae_C1",
                "rib_left_12",
                "costal_cartilages",
                "gluteus_medius_right",
                "lung_middle_lobe_right",
                "portal_vein_and_splenic_vein",
                "kidney_cyst_left")) {
            assertThat(LabelTable.find(1, name)).as(name).isPresent();
        }
        assertThat(LabelTable.find(1, "kidney-left").orElseThrow().side())
                .contains(new Coding("7771000", "SCT", "Left"));
        assertThat(LabelTable.find(1, "gizmo")).isEmpty();
    }

    private static ModelPackage read(String name) throws Exception {
        return new ModelRepository(CASES.resolve(name)).version("model", "1");
    }

    private List<String> faults() {
        return catchThrowableOfType(UnusableModelException.class, () -> ModelRepository.read(folder, "model", "1"))
                .faults();
    }

    private void copy(String name) throws IOException {
        Path source = CASES.resolve(name).resolve("model/1");
        try (var files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private void edit(String file, String... replacements) throws IOException {
        String text = Files.readString(folder.resolve(file));
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Files.writeString(folder.resolve(file), text);
    }
}
