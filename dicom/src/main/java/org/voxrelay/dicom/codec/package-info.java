/**
 * Compressed frames both ways. What is ours and bounded runs here; codecs of others run in a watched child process.
 * Imports {@code data}, {@code dict}, {@code io}, {@code pixel} and the worker module. Read
 * {@link org.voxrelay.dicom.codec.Codecs} first, for whole instances {@link org.voxrelay.dicom.codec.Transcoder}.
 */
package org.voxrelay.dicom.codec;
