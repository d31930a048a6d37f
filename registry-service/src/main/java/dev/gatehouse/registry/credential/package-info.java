/** Credentials of connectors: into Vault before a row refers to them, out of it afterwards. */
@NullMarked
package dev.gatehouse.registry.credential;

import org.jspecify.annotations.NullMarked;
