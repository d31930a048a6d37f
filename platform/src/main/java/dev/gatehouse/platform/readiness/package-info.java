/** Settings that must hold in production, checked before a service starts to serve. */
@NullMarked
package dev.gatehouse.platform.readiness;

import org.jspecify.annotations.NullMarked;
