/**
 * The database as the other packages see it: transactions on two pools, the schema, text folded for searching. Imports
 * the JDK, CDI, Flyway and Commons Codec. Read {@link org.voxrelay.db.Database} first.
 */
package org.voxrelay.db;
