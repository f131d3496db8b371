/**
 * Voxels on a grid in patient space, and what is done to them before and after an engine: body mask, components, holes.
 * Imports the JDK and {@code PostProcess}. Read {@link org.voxrelay.inference.volume.Volume} first.
 */
package org.voxrelay.inference.volume;
