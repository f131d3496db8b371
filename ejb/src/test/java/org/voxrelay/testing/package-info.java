/** What several tests of this module need. */
package org.voxrelay.testing;
