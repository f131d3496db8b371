/** ONNX files whose nodes are read and changed, by the field numbers of onnx.proto. */
package org.voxrelay.inference.onnx;
