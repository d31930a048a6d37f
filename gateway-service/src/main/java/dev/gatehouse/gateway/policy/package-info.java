/** How much may be asked of a gateway, and what arguments must look like. */
@NullMarked
package dev.gatehouse.gateway.policy;

import org.jspecify.annotations.NullMarked;
