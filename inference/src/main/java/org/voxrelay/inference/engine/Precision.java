package org.voxrelay.inference.engine;

/** How exactly an engine computes. */
public enum Precision {
    /** 32-bit floating point. */
    SINGLE,
    /** bfloat16 where that is faster; the package's author permits it. An engine without it computes in single. */
    BF16_PERMITTED
}
