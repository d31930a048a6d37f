/** Who may see and call which tool: one decision for lists and calls. */
@NullMarked
package dev.gatehouse.gateway.policy;

import org.jspecify.annotations.NullMarked;
