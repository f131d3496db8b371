package org.voxrelay.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Volume;

class LocalInferenceTest {
    private final LocalInference inference = new LocalInference(new EngineSelection(new OnnxEngine(1), "for the test"));

    @AfterEach
    void close() {
        inference.close();
    }

    @Test
    void tissuesAreFoundWhereTheyAreInEveryOrientation() throws Exception {
        for (Grid grid : List.of(TestBody.axial(2, 2, 5), TestBody.sagittal(2, 2, 4), TestBody.coronal(2, 2, 4))) {
            LabelVolume labels = inference.segment(CtTissue.model(), List.of(TestBody.volume(grid, 8)), Progress.NONE);
            assertThat(labels.grid()).isEqualTo(grid);
            byte[] found = TestBody.bytes(labels.labels());
            byte[] truth = TestBody.truth(grid);
            for (int label = 0; label <= 4; label++) {
                assertThat(TestBody.dice(found, truth, label))
                        .as("label %d of %s", label, grid)
                        .isGreaterThan(0.99);
            }
        }
    }

    @Test
    void progressGrowsToItsEnd() throws Exception {
        List<Double> fractions = new ArrayList<>();
        inference.segment(
                CtTissue.model(),
                List.of(TestBody.volume(TestBody.axial(4, 4, 5), 0)),
                (fraction, step) -> fractions.add(fraction));
        assertThat(fractions).isSorted().startsWith(0.0).endsWith(1.0).hasSizeGreaterThan(4);
    }

    @Test
    void tooFewSlicesAreRefusedWithBothNumbers() {
        Volume short9 = TestBody.volume(TestBody.axial(4, 4, 17), 0);
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(short9), Progress.NONE))
                .isInstanceOf(UnsuitableVolumeException.class)
                .hasMessage("The series has 9 slices; ct-tissue needs 10 or more.");
    }

    @Test
    void aSeriesWithoutABodyIsRefused() {
        Volume air = TestBody.volume(TestBody.axial(4, 4, 5), 0);
        for (int i = 0; i < air.grid().count(); i++) {
            air.voxels().put(i, -1000);
        }
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(air), Progress.NONE))
                .isInstanceOf(UnsuitableVolumeException.class)
                .hasMessageContaining("No body was found");
    }

    @Test
    void aGraphThatGivesALabelWithoutAMeaningIsRefused(@TempDir Path folder) throws Exception {
        ModelPackage whole = CtTissue.model();
        Path version = Files.createDirectories(folder.resolve("ct-tissue/1"));
        Files.copy(whole.graph().file(), version.resolve("model.onnx"));
        var json = new ObjectMapper();
        JsonNode described = json.readTree(whole.folder().resolve("model.json").toFile());
        ((ArrayNode) described.path("labels")).remove(3);
        json.writeValue(version.resolve("model.json").toFile(), described);
        ModelPackage model = new ModelRepository(folder).version("ct-tissue", "1");
        Volume volume = TestBody.volume(TestBody.axial(4, 4, 5), 0);
        assertThatThrownBy(() -> inference.segment(model, List.of(volume), Progress.NONE))
                .isExactlyInstanceOf(InferenceException.class)
                .hasMessage("The graph of ct-tissue gives the label 4, which its package does not describe;"
                        + " the highest there is 3.");
    }

    @Test
    void anInterruptedThreadStopsAndTheNextSegmentationWorks() throws Exception {
        Volume volume = TestBody.volume(TestBody.axial(4, 4, 5), 0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(volume), Progress.NONE))
                .isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(volume), (fraction, step) -> {
                    if (fraction > 0.3) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(inference
                        .segment(CtTissue.model(), List.of(volume), Progress.NONE)
                        .grid())
                .isEqualTo(volume.grid());
    }
}
