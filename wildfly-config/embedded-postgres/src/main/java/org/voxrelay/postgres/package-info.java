/**
 * Starts, watches and stops the PostgreSQL that comes with the server, and hands out connections to it as a JDBC driver.
 * Imports the JDK, pgjdbc, commons-compress and xz; nothing of Jakarta, so that plain JUnit tests use it too. Read
 * {@link org.voxrelay.postgres.EmbeddedPostgres} first.
 */
package org.voxrelay.postgres;
