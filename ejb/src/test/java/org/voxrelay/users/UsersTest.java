package org.voxrelay.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the server believes the users is tested where it runs, in DeleteIT. */
class UsersTest {
    private static final char[] PASSWORD = "correct horse battery".toCharArray();

    @TempDir
    Path folder;

    @Test
    void usersComeAndGo() throws Exception {
        var users = new Users(folder.resolve("users"));
        assertThat(users.names()).isEmpty();
        users.put("jane", PASSWORD, Set.of(Role.DELETE));
        users.put("archivist@hospital.example", PASSWORD, Set.of(Role.DELETE));
        users.put("jane", "another long password".toCharArray(), Set.of());
        assertThat(users.names()).containsExactly("archivist@hospital.example", "jane");
        assertThat(users.remove("jane")).isTrue();
        assertThat(users.remove("jane")).isFalse();
        assertThat(users.names()).containsExactly("archivist@hospital.example");
    }

    @Test
    void noPasswordLiesOnTheDisk() throws Exception {
        new Users(folder).put("jane", PASSWORD, Set.of(Role.DELETE));
        try (var files = Files.walk(folder)) {
            var contents =
                    files.filter(Files::isRegularFile).map(UsersTest::content).toList();
            assertThat(contents).hasSize(1);
            assertThat(contents.get(0)).contains("roles", "delete", "crypt").doesNotContain("horse", "Y29ycmVjd");
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "../../etc/passwd", "a b", "a\nb"})
    void aNameThatCannotBeIsRefused(String name) {
        assertThatThrownBy(() -> new Users(folder).put(name, PASSWORD, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 73})
    void aPasswordThatIsTooShortOrLongIsRefused(int length) {
        assertThatThrownBy(
                        () -> new Users(folder).put("jane", "x".repeat(length).toCharArray(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password");
    }
}
