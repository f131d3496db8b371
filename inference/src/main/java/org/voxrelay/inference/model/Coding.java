package org.voxrelay.inference.model;

/** A coded concept (PS3.3 section 8), for example 55603005, SCT, Fat. */
public record Coding(String value, String scheme, String meaning) {}
