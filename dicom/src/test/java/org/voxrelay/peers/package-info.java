/**
 * Other people's programs that the tests of all modules compare with. Imports JUnit only. Read
 * {@link org.voxrelay.peers.Peers} first.
 */
package org.voxrelay.peers;
