/**
 * Who calls: roles, scopes, API keys, caller assertions, and the in-memory view of the identity
 * topic.
 */
@NullMarked
package dev.gatehouse.platform.identity;

import org.jspecify.annotations.NullMarked;
