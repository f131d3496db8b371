package org.voxrelay.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link Settings} injectable. */
@ApplicationScoped
public class SettingsProducer {
    @Produces
    @Singleton
    Settings settings() {
        return Settings.read();
    }
}
