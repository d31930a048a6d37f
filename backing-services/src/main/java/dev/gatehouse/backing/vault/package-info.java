/**
 * A small vault for the laptop and for tests that answers HashiCorp Vault's HTTP API: KV version 2,
 * Transit, tokens and ACL policies.
 */
@NullMarked
package dev.gatehouse.backing.vault;

import org.jspecify.annotations.NullMarked;
