package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run found, parted into what is taken over and what is not.
 *
 * @param refused with those that the run itself refused
 */
record Sifted(List<FoundTool> usable, List<RefusedTool> refused) {
  /** The largest definition that is taken over, in bytes of JSON; a record must hold it. */
  static final int MAX_DEFINITION_BYTES = 128 * 1024;

  static final int MAX_NAME_LENGTH = 256;

  static Sifted of(List<FoundTool> found, List<RefusedTool> refusedBefore) {
    List<FoundTool> usable = new ArrayList<>();
    List<RefusedTool> refused = new ArrayList<>(refusedBefore);
    Set<String> names = new HashSet<>();
    for (FoundTool tool : found) {
      int bytes = tool.definition().toString().getBytes(StandardCharsets.UTF_8).length;
      if (tool.name().isEmpty() || tool.name().length() > MAX_NAME_LENGTH) {
        String shown = tool.name().substring(0, Math.min(tool.name().length(), MAX_NAME_LENGTH));
        refused.add(new RefusedTool(shown, "the name must be 1 to 256 characters"));
      } else if (tool.name().indexOf('\0') >= 0) {
        refused.add(new RefusedTool(tool.name(), "the name has a character that cannot be stored"));
      } else if (bytes > MAX_DEFINITION_BYTES) {
        refused.add(
            new RefusedTool(
                tool.name(),
                "the definition takes %d bytes, more than %d"
                    .formatted(bytes, MAX_DEFINITION_BYTES)));
      } else if (!names.add(tool.name())) {
        refused.add(new RefusedTool(tool.name(), "the name is there twice"));
      } else {
        usable.add(tool);
      }
    }
    return new Sifted(usable, refused);
  }

  /** Names at the upstream, taken over or not. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    usable.forEach(tool -> names.add(tool.name()));
    refused.forEach(tool -> names.add(tool.name()));
    return names;
  }
}
