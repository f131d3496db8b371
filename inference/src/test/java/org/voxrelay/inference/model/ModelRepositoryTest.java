package org.voxrelay.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.inference.CtTissue;

class ModelRepositoryTest {
    @TempDir
    Path models;

    @Test
    void ctTissueIsReadAsItIsWritten() throws Exception {
        ModelPackage model = CtTissue.model();
        assertThat(model.version()).isEqualTo("1");
        assertThat(model.modality()).isEqualTo("CT");
        assertThat(model.minimumSlices()).isEqualTo(10);
        assertThat(model.labels()).extracting(Label::number).containsExactly(1, 2, 3, 4);
        assertThat(model.label(2).orElseThrow().type()).isEqualTo(new Coding("55603005", "SCT", "Fat"));
        assertThat(model.label(0)).isEmpty();
        assertThat(model.postProcess()).containsExactly(new PostProcess.KeepBody(-300, -190, 3, 4));
    }

    @Test
    void theHighestVersionIsActiveUnlessAFileNamesAnother() throws Exception {
        for (String version : new String[] {"2", "10", "1.9"}) {
            copyOfCtTissue(version);
        }
        ModelRepository repository = new ModelRepository(models);
        assertThat(repository.names()).containsExactly("ct-tissue");
        assertThat(repository.versions("ct-tissue")).containsExactly("10", "2", "1.9");
        assertThat(repository.active("ct-tissue").version()).isEqualTo("10");
        Files.writeString(models.resolve("ct-tissue/active"), "1.9\n");
        assertThat(repository.active("ct-tissue").version()).isEqualTo("1.9");
    }

    @Test
    void everyFaultIsNamedAtOnce() throws Exception {
        Path description = copyOfCtTissue("1");
        Files.writeString(
                description,
                Files.readString(description)
                        .replace("\"modality\": \"CT\"", "\"modality\": 7")
                        .replace("\"minimumSlices\": 10", "\"minimumSlices\": 0")
                        .replace("\"number\": 2", "\"number\": 1")
                        .replace("keepBody", "sharpen")
                        .replaceAll("\"sha256\": \"..", "\"sha256\": \"zz"));
        UnusableModelException refused = catchThrowableOfType(
                UnusableModelException.class, () -> new ModelRepository(models).active("ct-tissue"));
        assertThat(refused.faults())
                .hasSize(5)
                .anyMatch(fault -> fault.startsWith("modality must be a text"))
                .anyMatch(fault -> fault.startsWith("minimumSlices must be a whole number from 1"))
                .anyMatch(fault -> fault.startsWith("two labels have the number 1"))
                .anyMatch(fault -> fault.startsWith("there is no post-processing step 'sharpen'"))
                .anyMatch(fault -> fault.startsWith("graph.sha256 is not that of model.onnx"));
    }

    @Test
    void anEmptyDescriptionAndAnythingButJsonAreRefused() throws Exception {
        Path description = copyOfCtTissue("1");
        ModelRepository repository = new ModelRepository(models);
        Files.writeString(description, "{}");
        assertThatThrownBy(() -> repository.active("ct-tissue"))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("labels must be a list")
                .hasMessageContaining("graph must be an object");
        Files.writeString(description, "{ \"name\": \n");
        assertThatThrownBy(() -> repository.active("ct-tissue")).hasMessageContaining("model.json is not JSON");
        Files.writeString(description, "");
        assertThatThrownBy(() -> repository.active("ct-tissue")).isInstanceOf(UnusableModelException.class);
    }

    @Test
    void aGraphOutsideItsFolderIsRefused() throws Exception {
        Path description = copyOfCtTissue("1");
        Files.copy(description.resolveSibling("model.onnx"), models.resolve("model.onnx"));
        Files.writeString(description, Files.readString(description).replace("\"model.onnx\"", "\"../../model.onnx\""));
        assertThatThrownBy(() -> new ModelRepository(models).active("ct-tissue"))
                .hasMessageContaining("graph.file is no file in its folder");
    }

    @Test
    void aNameThatLeavesTheFolderIsRefused() {
        ModelRepository repository = new ModelRepository(models.resolve("inner"));
        assertThatThrownBy(() -> repository.active("../ct-tissue")).hasMessageContaining("not the name of a folder");
        assertThatThrownBy(() -> repository.active("unknown")).hasMessageContaining("there is no version of it");
        assertThatThrownBy(() -> repository.version("ct-tissue", ".."))
                .hasMessageContaining("not the name of a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"number\": 3', '\"number\": 7', 'labels are numbered 1, 2, 3 ... without a gap, and there is no label 3 below 7'",
        "'\"number\": 3', '\"number\": 70000', 'labels[2].number must be a whole number from 1 to 65535'",
        "'\"postProcess\"', '\"scores\": {\"kind\": \"exclusive\", \"numbers\": [0, 1, 2, 3, 300]}, \"postProcess\"', 'the scores are of a label 300, which is not there'"
    })
    void numbersThatNoSegmentCanHaveAreRefused(String good, String bad, String fault) throws Exception {
        Path description = copyOfCtTissue("1");
        Files.writeString(description, Files.readString(description).replace(good, bad));
        assertThatThrownBy(() -> new ModelRepository(models).active("ct-tissue"))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining(fault);
    }

    private Path copyOfCtTissue(String version) throws Exception {
        Path source = CtTissue.model().graph().file().getParent();
        Path folder = Files.createDirectories(models.resolve("ct-tissue").resolve(version));
        Files.copy(source.resolve("model.onnx"), folder.resolve("model.onnx"));
        String description = Files.readString(source.resolve("model.json"));
        return Files.writeString(
                folder.resolve("model.json"),
                description.replace("\"version\": \"1\"", "\"version\": \"" + version + "\""));
    }
}
