/** The first organisation and administrator. */
@NullMarked
package dev.gatehouse.auth.bootstrap;

import org.jspecify.annotations.NullMarked;
