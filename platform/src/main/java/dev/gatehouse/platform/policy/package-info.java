/**
 * Who may see and call which tool: one decision, for gateways that serve and for previews of them.
 */
@NullMarked
package dev.gatehouse.platform.policy;

import org.jspecify.annotations.NullMarked;
