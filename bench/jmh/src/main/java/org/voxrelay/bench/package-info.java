/** Benchmarks, side by side with somebody else's programs by the scripts in bench/. May import every module. */
package org.voxrelay.bench;
