/** What the operator permits outbound requests of tenants to reach, from configuration. */
@NullMarked
package dev.gatehouse.platform.egress;

import org.jspecify.annotations.NullMarked;
