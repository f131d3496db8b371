/**
 * Inference in a child process, so that a crash of native code costs one attempt. Imports the JDK, Jackson, {@code worker}
 * and the packages of {@code inference}. Read {@link org.voxrelay.inference.process.WorkerInference} first.
 */
package org.voxrelay.inference.process;
