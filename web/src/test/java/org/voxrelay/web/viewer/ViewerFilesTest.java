package org.voxrelay.web.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerFilesTest {
    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectories(parent.resolve("ohif/assets")).getParent();
        Files.writeString(parent.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("index.html"), "<html>");
        Files.writeString(folder.resolve("app.bundle.0f6159c501addfe9.js"), "script");
        Files.writeString(folder.resolve("app.bundle.0f6159c501addfe9.js.gz"), "gz");
        Files.writeString(folder.resolve("assets/favicon.ico"), "icon");
    }

    @ParameterizedTest
    @CsvSource({
        "app.bundle.0f6159c501addfe9.js, text/javascript; charset=utf-8, true",
        "assets/favicon.ico, image/x-icon, false",
        "index.html, text/html; charset=utf-8, false",
    })
    void aFileHasItsTypeAndIsKeptForeverOnlyUnderANameThatChanges(String name, String type, boolean immutable)
            throws IOException {
        ViewerFile file = ViewerFiles.in(folder).find(name).orElseThrow();
        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.immutable()).isEqualTo(immutable);
    }

    @ParameterizedTest
    @CsvSource({
        "0ddf166f7a343eda.wasm, application/wasm",
        "a34f9d1faa5f3315.woff2, font/woff2",
        "x.unknown, application/octet-stream"
    })
    void browsersGetTheTypeThatTheyInsistOn(String name, String type) throws IOException {
        Files.writeString(folder.resolve(name), "x");
        assertThat(ViewerFiles.in(folder).find(name).orElseThrow().contentType())
                .isEqualTo(type);
    }

    @Test
    void theCompressedFormIsKnownAndIsNoFileOfItsOwn() throws IOException {
        var files = ViewerFiles.in(folder);
        assertThat(files.find("app.bundle.0f6159c501addfe9.js").orElseThrow().gzipLength())
                .hasValue(2);
        assertThat(files.find("app.bundle.0f6159c501addfe9.js.gz")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "viewer", "viewer/voxrelay", "segmentation"})
    void theApplicationsOwnAddressesAreItsPage(String name) throws IOException {
        assertThat(ViewerFiles.in(folder).find(name).orElseThrow().path()).hasFileName("index.html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "assets/../../secret.txt", "missing.js", "/secret.txt"})
    void nothingElseIsServed(String name) throws IOException {
        assertThat(ViewerFiles.in(folder).find(name)).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereHoldsNoViewer() throws IOException {
        var files = ViewerFiles.in(parent.resolve("none"));
        assertThat(files.present()).isFalse();
        assertThat(files.find("viewer")).isEmpty();
    }
}
