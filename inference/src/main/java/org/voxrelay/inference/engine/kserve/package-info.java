/**
 * Inference servers that speak the Open Inference Protocol (KServe v2), over HTTP or gRPC. Imports the JDK, Jackson, gRPC,
 * protobuf, {@code engine} and {@code model}. Read {@link org.voxrelay.inference.engine.kserve.KServeEngine} first.
 */
package org.voxrelay.inference.engine.kserve;
