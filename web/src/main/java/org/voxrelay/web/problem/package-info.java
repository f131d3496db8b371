/**
 * Errors as HTTP tells them: {@code application/problem+json} (RFC 9457), in one place. Imports Jakarta REST and the
 * application's exceptions. Read {@link org.voxrelay.web.problem.ProblemMapper} first.
 */
package org.voxrelay.web.problem;
