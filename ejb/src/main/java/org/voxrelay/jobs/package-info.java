/**
 * The work list: Unified Procedure Steps (PS3.4 Annex CC) in the database, claimed by whichever node is free, with leases,
 * attempts and progress. Imports {@code db} and the JDK; what the work is, is a {@link org.voxrelay.jobs.Performer}'s
 * business. Read {@link org.voxrelay.jobs.WorkItems} first.
 */
package org.voxrelay.jobs;
