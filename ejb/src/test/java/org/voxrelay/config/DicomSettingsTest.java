package org.voxrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.voxrelay.config.DicomSettings.ClientAuthentication;

class DicomSettingsTest {
    private static DicomSettings read(Map<String, String> settings) {
        return Settings.read(settings::get).dicom();
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(read(Map.of())).isEqualTo(DicomSettings.DEFAULT);
    }

    @Test
    void aWordThatIsNoneIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> read(Map.of("voxrelay.unknown.nodes", "nobody")))
                .hasMessage("voxrelay.unknown.nodes must be one of refuse, store, query, retrieve: nobody");
        assertThatThrownBy(() -> read(Map.of("voxrelay.tls.verify.host", "maybe", "voxrelay.tls.key.store", "x")))
                .hasMessage("voxrelay.tls.verify.host must be true or false: maybe");
        assertThat(read(Map.of("voxrelay.unknown.nodes", "refuse")).unknownNodes())
                .isEqualTo(UnknownNodes.REFUSE);
    }

    @Test
    void aTlsPortNeedsAKey() {
        assertThatThrownBy(() -> read(Map.of("voxrelay.dicom.tls.port", "2762")))
                .hasMessageContaining("voxrelay.tls.key.store");
    }

    @Test
    void keysAreSetWithTheirPasswordsAndDoNotShowThem() {
        var settings = read(Map.of(
                "voxrelay.dicom.tls.port", "2762",
                "voxrelay.tls.key.store", "keys.p12",
                "voxrelay.tls.key.store.password", "secret",
                "voxrelay.tls.client.auth", "want"));
        assertThat(settings.tlsPort()).hasValue(2762);
        var tls = settings.tls().orElseThrow();
        assertThat(tls.clients()).isEqualTo(ClientAuthentication.WANT);
        assertThat(tls.keys().orElseThrow().password()).isEqualTo("secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }
}
