package org.voxrelay.web.dicomweb;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a method can answer with and which query parameters it understands; the capabilities are read from here. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Answers {
    /** Media types; of parts with their multipart/related around them. */
    String[] types();

    /** Names of query parameters beside {@code accept}. */
    String[] parameters() default {};
}
