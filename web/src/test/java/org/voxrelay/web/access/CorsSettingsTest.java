package org.voxrelay.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsSettingsTest {
    @Test
    void nobodyIsAllowedUnlessNamed() {
        assertThat(CorsSettings.of("").allows("https://viewer.example.org")).isFalse();
        assertThat(CorsSettings.of(" https://Viewer.example.org, http://localhost:3000 ")
                        .origins())
                .containsExactly("https://viewer.example.org", "http://localhost:3000");
        assertThat(CorsSettings.of("http://localhost:3000").allows("http://localhost:3000"))
                .isTrue();
        assertThat(CorsSettings.of("http://localhost:3000").allows("http://localhost:3001"))
                .isFalse();
        assertThat(CorsSettings.of("http://localhost:3000").allows("null")).isFalse();
        assertThat(CorsSettings.of("*").allows("https://anywhere.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viewer.example.org",
                "https://viewer.example.org/",
                "https://viewer.example.org/ohif",
                "https://*.example.org",
                "ftp://viewer.example.org",
                "https://a@viewer.example.org",
                "https://",
                "*, https://viewer.example.org"
            })
    void whatIsNoOriginIsNamed(String setting) {
        assertThatThrownBy(() -> CorsSettings.of(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VOXRELAY_CORS_ORIGINS")
                .hasMessageContaining(setting.split(",")[0]);
    }
}
