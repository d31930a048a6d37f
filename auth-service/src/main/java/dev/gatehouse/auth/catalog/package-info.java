/** Which MCP endpoints there are, as the catalogue tells. */
@NullMarked
package dev.gatehouse.auth.catalog;

import org.jspecify.annotations.NullMarked;
