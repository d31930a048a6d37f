/** Vault access through the low-level client of quarkus-vault; never called at start. */
@NullMarked
package dev.gatehouse.platform.vault;

import org.jspecify.annotations.NullMarked;
