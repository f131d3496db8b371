/**
 * A watched child process for work that may crash, hang or eat memory: native codecs and inference engines. Small
 * requests go through pipes, bulk through shared memory; whatever happens to the child costs one request. Imports the JDK
 * only. Read {@link org.voxrelay.worker.Worker} first, in the child {@link org.voxrelay.worker.Child}.
 */
package org.voxrelay.worker;
