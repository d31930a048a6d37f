/** What every operation has in common, for the OpenAPI documents of services. */
@NullMarked
package dev.gatehouse.platform.openapi;

import org.jspecify.annotations.NullMarked;
