package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/** What lies below {@code sys/} and needs a token: mounts, ACL policies, capabilities. */
final class SystemEngine implements Engine {

  private final Supplier<Mounts> mounts;
  private final Policies policies;

  /**
   * @param mounts known only once every engine that is always there was made, this one too
   */
  SystemEngine(Supplier<Mounts> mounts, Policies policies) {
    this.mounts = mounts;
    this.policies = policies;
  }

  @Override
  public boolean exists(String path) {
    return true;
  }

  @Override
  public Reply handle(VaultRequest request, Identity caller) {
    var path = request.path();
    if (path.equals("mounts")) {
      requireRead(request);
      return Reply.flat(mounts.get().view());
    }
    if (path.startsWith("mounts/")) {
      return mount(request, path.substring("mounts/".length()));
    }
    if (path.equals("policies/acl")) {
      if (request.operation() != Operation.LIST) {
        throw Refusal.unsupportedOperation();
      }
      return Reply.keys(policies.names());
    }
    if (path.startsWith("policies/acl/")) {
      return policy(request, path.substring("policies/acl/".length()));
    }
    if (path.equals("capabilities-self")) {
      return capabilities(request, caller);
    }
    throw Refusal.unsupportedPath();
  }

  private Reply mount(VaultRequest request, String path) {
    return switch (request.operation()) {
      case READ ->
          Reply.flat(
              mounts
                  .get()
                  .read(path)
                  .orElseThrow(
                      () -> Refusal.badRequest("No secret engine mount at %s/".formatted(path))));
      case CREATE, UPDATE -> {
        mounts.get().enable(path, request.body());
        yield Reply.noContent();
      }
      case DELETE -> {
        mounts.get().disable(path);
        yield Reply.noContent();
      }
      case PATCH, LIST -> throw Refusal.unsupportedOperation();
    };
  }

  private Reply policy(VaultRequest request, String name) {
    return switch (request.operation()) {
      case READ ->
          Reply.of(
              Json.object()
                  .put("name", name)
                  .put("policy", policies.read(name).orElseThrow(Refusal::notFound)));
      case CREATE, UPDATE -> {
        policies.write(name, policyText(request.body()));
        yield Reply.noContent();
      }
      case DELETE -> {
        policies.delete(name);
        yield Reply.noContent();
      }
      case PATCH, LIST -> throw Refusal.unsupportedOperation();
    };
  }

  /** The policy may be sent in Base64. */
  private static String policyText(ObjectNode body) {
    var text = body.path("policy").asText("");
    if (text.isEmpty()) {
      throw Refusal.badRequest("'policy' parameter not supplied or empty");
    }
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static Reply capabilities(VaultRequest request, Identity caller) {
    if (!request.isWrite()) {
      throw Refusal.unsupportedOperation();
    }
    var paths = Json.strings(request.body().path("paths"));
    if (paths.isEmpty()) {
      throw Refusal.badRequest("paths must be supplied");
    }
    var data = Json.object();
    for (String path : paths) {
      data.set(path, Json.array(caller.acl().capabilities(path)));
    }
    if (paths.size() == 1) {
      data.set("capabilities", data.get(paths.getFirst()));
    }
    return Reply.flat(data);
  }

  private static void requireRead(VaultRequest request) {
    if (request.operation() != Operation.READ) {
      throw Refusal.unsupportedOperation();
    }
  }
}
