package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.policy.Permissions;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code tools/list}: ready bytes of what the caller may call. */
@Singleton
final class ToolsList {
  private final int pageSize;

  ToolsList(ToolsConfig config) {
    this.pageSize = config.listPageSize();
  }

  void serve(Exchange exchange, Era era) {
    Conversation conversation = exchange.conversation();
    Permissions permissions =
        Permissions.of(conversation.principal().caller(), conversation.gateway().id());
    Optional<byte[]> page =
        conversation
            .gateway()
            .listing(permissions)
            .page(exchange.request().params().cursor(), pageSize, era);
    if (page.isPresent()) {
      exchange.result(page.get());
    } else {
      exchange.error(200, ErrorCode.INVALID_PARAMS, "The cursor is not one of this list");
    }
  }
}
