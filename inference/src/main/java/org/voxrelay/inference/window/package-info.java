/**
 * Covers a volume with the windows of a network and brings the scores back as labels. Imports the JDK, {@code transform},
 * {@code volume} and {@code model}. Read {@link org.voxrelay.inference.window.SlidingWindow} first.
 */
package org.voxrelay.inference.window;
