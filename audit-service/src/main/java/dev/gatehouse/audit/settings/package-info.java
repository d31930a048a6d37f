/** What an organisation wants of its audit records. */
@NullMarked
package dev.gatehouse.audit.settings;

import org.jspecify.annotations.NullMarked;
