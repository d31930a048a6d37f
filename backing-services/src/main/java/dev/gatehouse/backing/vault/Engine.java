package dev.gatehouse.backing.vault;

/** What is mounted at a path and serves everything below it. Paths are relative to the mount. */
interface Engine {

  /**
   * Whether a write to a path changes something that is there. Where it does not, the write needs
   * the capability {@code create} instead of {@code update}. Engines that do not tell the two apart
   * say true.
   */
  boolean exists(String path);

  /** Whether a path needs the capability {@code sudo} besides that of the operation. */
  default boolean needsSudo(String path) {
    return false;
  }

  /** Serves one request that was found to be allowed. */
  Reply handle(VaultRequest request, Identity caller);
}
