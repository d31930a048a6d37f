package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads ACL policies in HCL or JSON. Blocks other than {@code path} and settings other than {@code
 * capabilities} are refused: ignoring a restriction would grant too much.
 */
final class PolicyParser {

  private static final Set<String> CAPABILITIES =
      Set.of("create", "read", "update", "patch", "delete", "list", "sudo", "deny");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|#[^\\n]*|//[^\\n]*|/\\*.*?\\*/|(\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_][\\w-]*|[{}\\[\\]=,])",
          Pattern.DOTALL);

  private final List<String> tokens;
  private int next;

  private PolicyParser(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * @throws Refusal if it is no policy that this vault can enforce
   */
  static List<PolicyRule> parse(String policy) {
    return policy.strip().startsWith("{") ? parseJson(policy) : parseHcl(policy);
  }

  private static List<PolicyRule> parseJson(String policy) {
    JsonNode json;
    try {
      json = Json.parse(policy.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable("it is not JSON");
    }
    var rules = new ArrayList<PolicyRule>();
    json.properties()
        .forEach(block -> {
          if (!block.getKey().equals("path") || !block.getValue().isObject()) {
            throw unusable("unknown member \"" + block.getKey() + "\"");
          }
          block
              .getValue()
              .properties()
              .forEach(path -> rules.add(jsonRule(path.getKey(), path.getValue())));
        });
    return rules;
  }

  private static PolicyRule jsonRule(String path, JsonNode settings) {
    settings
        .fieldNames()
        .forEachRemaining(name -> {
          if (!name.equals("capabilities")) {
            throw unusable("\"" + name + "\" is not supported by this vault");
          }
        });
    return rule(path, Json.strings(settings.path("capabilities")));
  }

  private static List<PolicyRule> parseHcl(String policy) {
    var tokens = new ArrayList<String>();
    Matcher matcher = TOKEN.matcher(policy);
    int end = 0;
    while (matcher.lookingAt()) {
      if (matcher.group(1) != null) {
        tokens.add(matcher.group(1));
      }
      end = matcher.end();
      matcher.region(end, policy.length());
    }
    if (end != policy.length()) {
      throw unusable("it is not HCL at character " + end);
    }
    return new PolicyParser(tokens).blocks();
  }

  private List<PolicyRule> blocks() {
    var rules = new ArrayList<PolicyRule>();
    while (next < tokens.size()) {
      expect("path");
      var path = string();
      expect("{");
      var capabilities = new ArrayList<String>();
      while (!accept("}")) {
        expect("capabilities");
        expect("=");
        expect("[");
        while (!accept("]")) {
          capabilities.add(string());
          accept(",");
        }
      }
      rules.add(rule(path, capabilities));
    }
    return rules;
  }

  private static PolicyRule rule(String path, List<String> capabilities) {
    for (String capability : capabilities) {
      if (!CAPABILITIES.contains(capability)) {
        throw unusable("path \"%s\": invalid capability \"%s\"".formatted(path, capability));
      }
    }
    if (path.contains("+*")) {
      throw unusable("path \"" + path + "\": invalid use of wildcards ('+*' is forbidden)");
    }
    if (path.contains("{{")) {
      throw unusable("path \"" + path + "\": templates are not supported by this vault");
    }
    var pattern = path.startsWith("/") ? path.substring(1) : path;
    return new PolicyRule(pattern, new TreeSet<>(capabilities));
  }

  private boolean accept(String token) {
    if (next < tokens.size() && tokens.get(next).equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    var quoted = "\"" + token + "\"";
    if (!accept(token) && !accept(quoted)) {
      var found = next < tokens.size() ? tokens.get(next) : "the end";
      throw unusable("expected " + token + " but found " + found);
    }
  }

  private String string() {
    if (next >= tokens.size() || !tokens.get(next).startsWith("\"")) {
      throw unusable("expected a string");
    }
    var token = tokens.get(next++);
    return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static Refusal unusable(String why) {
    return Refusal.badRequest("failed to parse policy: " + why);
  }
}
