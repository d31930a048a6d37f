/** What the methods do, in the legacy and in the modern era. */
@NullMarked
package dev.gatehouse.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
