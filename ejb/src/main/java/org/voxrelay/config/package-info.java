/**
 * The server's settings, read once at the start from the environment and system properties. Imports the JDK and CDI only.
 * Read {@link org.voxrelay.config.Settings} first.
 */
package org.voxrelay.config;
