/**
 * A program that shows a running server at work from outside: it sends a made CT by C-STORE and waits for the results.
 * Imports the DICOM library and {@code dimse}; nothing of the server. Read {@link org.voxrelay.demo.CtDemo} first.
 */
package org.voxrelay.demo;
