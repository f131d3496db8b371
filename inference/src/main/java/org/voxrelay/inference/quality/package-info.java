/**
 * How well the labels of a model agree with those of a reference, and what of that is kept beside the model. Imports
 * {@code volume} and {@code model}. Read {@link org.voxrelay.inference.quality.Comparison} first.
 */
package org.voxrelay.inference.quality;
