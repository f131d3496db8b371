/**
 * The steps between a series and a network, and the way back. Imports the JDK, {@code volume} and {@code model}. Read
 * {@link org.voxrelay.inference.transform.Preprocessing} first.
 */
package org.voxrelay.inference.transform;
