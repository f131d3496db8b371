package org.voxrelay.db;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Makes the {@link Database} of the container's two pools injectable. */
@ApplicationScoped
public class DatabaseProducer {
    @Resource(lookup = "java:jboss/datasources/Voxrelay")
    DataSource writes;

    @Resource(lookup = "java:jboss/datasources/VoxrelayQuery")
    DataSource reads;

    @Produces
    @Singleton
    Database database() {
        return new Database(writes, reads);
    }
}
