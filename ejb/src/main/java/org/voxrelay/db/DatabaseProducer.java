package org.voxrelay.db;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Makes the {@link Database} of the container's three pools injectable. */
@ApplicationScoped
public class DatabaseProducer {
    @Resource(lookup = "java:jboss/datasources/Voxrelay")
    DataSource writes;

    @Resource(lookup = "java:jboss/datasources/VoxrelayQuery")
    DataSource searches;

    @Resource(lookup = "java:jboss/datasources/VoxrelayLookUp")
    DataSource lookUps;

    @Produces
    @Singleton
    Database database() {
        return new Database(writes, searches, lookUps);
    }
}
