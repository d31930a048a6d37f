package dev.gatehouse.auth.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** Applications on a person's machine that are answered by a URI scheme of their own. */
@ConfigMapping(prefix = "gatehouse.applications")
interface ApplicationConfig {
  /**
   * URI schemes without a dot that clients may have redirect URIs with, in lower case. Others have
   * to be a domain name in reverse order, such as {@code com.example.app} (RFC 8252 section 7.1).
   */
  @WithDefault("claude,cursor,kiro,raycast,vscode,vscode-insiders,vscodium,warp,windsurf,zed")
  Set<String> schemes();
}
