package dev.gatehouse.backing.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

  private final VaultUnderTest vault = VaultUnderTest.get();
  private String kv;

  @BeforeEach
  void mount() throws Exception {
    kv = vault.mount("kv");
    vault.post(kv + "/data/a/b", "{'data': {'v': 1}}");
  }

  @Test
  void allowsNothingByDefault() throws Exception {
    var limited = vault.limitedTo("");

    assertThat(limited.get(kv + "/data/a/b").status()).isEqualTo(403);
    assertThat(limited.get("auth/token/lookup-self").status()).isEqualTo(403);
    assertThat(limited.get("not/mounted").status()).isEqualTo(403);
  }

  @Test
  void readingAllowsNoWriting() throws Exception {
    var limited = limited("/data/*", "read");

    assertThat(limited.get(kv + "/data/a/b").status()).isEqualTo(200);
    assertThat(limited.post(kv + "/data/a/b", "{'data': {}}").status()).isEqualTo(403);
    assertThat(limited.delete(kv + "/data/a/b").status()).isEqualTo(403);
  }

  @Test
  void creatingAllowsNoUpdating() throws Exception {
    var limited = limited("/data/*", "create");

    assertThat(limited.post(kv + "/data/new", "{'data': {}}").status()).isEqualTo(200);
    assertThat(limited.post(kv + "/data/a/b", "{'data': {}}").status()).isEqualTo(403);
    assertThat(limited.get(kv + "/data/a/b").status()).isEqualTo(403);
  }

  @Test
  void updatingAllowsNoCreating() throws Exception {
    var limited = limited("/data/*", "update");

    assertThat(limited.post(kv + "/data/a/b", "{'data': {}}").status()).isEqualTo(200);
    assertThat(limited.post(kv + "/data/new", "{'data': {}}").status()).isEqualTo(403);
  }

  @Test
  void patchingNeedsItsOwnCapability() throws Exception {
    assertThat(limited("/data/*", "update").patch(kv + "/data/a/b", "{'data': {}}").status())
        .isEqualTo(403);
    assertThat(limited("/data/*", "patch").patch(kv + "/data/a/b", "{'data': {}}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/metadata/*", "/metadata/a/*", "/metadata/a/", "/metadata/a", "/metadata/+"})
  void listsAFolderNamedWithOrWithoutSlash(String path) throws Exception {
    var limited = limited(path, "list");

    assertThat(limited.list(kv + "/metadata/a").status()).isEqualTo(200);
  }

  @Test
  void destroyingNeedsUpdateOnItsOwnPath() throws Exception {
    assertThat(limited("/data/*", "update").post(kv + "/destroy/a/b", "{'versions': [1]}").status())
        .isEqualTo(403);
    assertThat(
            limited("/destroy/*", "update").post(kv + "/destroy/a/b", "{'versions': [1]}").status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "/data/a/b, true",
    "/data/a/*, true",
    "/data/a*, true",
    "/data/+/b, true",
    "/data/+/*, true",
    "/+/a/b, true",
    "/data/a, false",
    "/data/+, false",
    "/data/a/b/*, false",
    "/data/b/+, false",
  })
  void matchesPathsByPrefixAndSegment(String pattern, boolean allowed) throws Exception {
    var answer = limited(pattern, "read").get(kv + "/data/a/b");

    assertThat(answer.status()).isEqualTo(allowed ? 200 : 403);
  }

  @ParameterizedTest
  @CsvSource({
    "/data/*, /data/a/*",
    "/data/a/*, /data/a/b",
    "/data/+/b, /data/a/*",
    "/+/a/b, /data/+/b",
    "/data/a/*, /data/a/+",
    "/data/+/*, /data/*",
  })
  void onlyTheMostSpecificPatternCounts(String weaker, String stronger) throws Exception {
    var policy =
        """
        path "%1$s%2$s" { capabilities = ["read"] }
        path "%1$s%3$s" { capabilities = ["delete"] }
        """
            .formatted(kv, weaker, stronger);

    var limited = vault.limitedTo(policy);

    assertThat(limited.get(kv + "/data/a/b").status()).isEqualTo(403);
  }

  @Test
  void denyWinsOverEverything() throws Exception {
    var policy =
        """
        path "%1$s/data/a/b" { capabilities = ["read", "deny"] }
        path "%1$s/*" { capabilities = ["read", "sudo"] }
        """
            .formatted(kv);

    assertThat(vault.limitedTo(policy).get(kv + "/data/a/b").status()).isEqualTo(403);
  }

  @Test
  void capabilitiesOfTheSamePatternAddUpAcrossPolicies() throws Exception {
    vault.post("sys/policies/acl/" + kv + "-1", policyBody("/data/*", "read"));
    vault.post("sys/policies/acl/" + kv + "-2", policyBody("/data/*", "update"));
    var created =
        vault.post("auth/token/create", "{'policies': ['%1$s-1', '%1$s-2']}".formatted(kv));
    var limited = vault.as(created.body().path("auth").path("client_token").asText());

    assertThat(limited.get(kv + "/data/a/b").status()).isEqualTo(200);
    assertThat(limited.post(kv + "/data/a/b", "{'data': {}}").status()).isEqualTo(200);
  }

  @Test
  void aChangedPolicyHoldsAtOnce() throws Exception {
    vault.post("sys/policies/acl/" + kv, policyBody("/data/*", "read"));
    var created = vault.post("auth/token/create", "{'policies': ['%s']}".formatted(kv));
    var limited = vault.as(created.body().path("auth").path("client_token").asText());

    vault.delete("sys/policies/acl/" + kv);

    assertThat(limited.get(kv + "/data/a/b").status()).isEqualTo(403);
  }

  @Test
  void readsListsAndDeletesPolicies() throws Exception {
    var written = vault.post("sys/policies/acl/" + kv, policyBody("/data/*", "read"));

    var read = vault.get("sys/policies/acl/" + kv);

    assertThat(written.status()).isEqualTo(204);
    assertThat(read.data().path("name").asText()).isEqualTo(kv);
    assertThat(read.data().path("policy").asText()).contains("capabilities");
    assertThat(vault.list("sys/policies/acl").data().path("keys").toString())
        .contains(kv, "default", "root");
    assertThat(vault.delete("sys/policies/acl/" + kv).status()).isEqualTo(204);
    assertThat(vault.get("sys/policies/acl/" + kv).status()).isEqualTo(404);
  }

  @Test
  void takesPoliciesInJson() throws Exception {
    var policy = "{\"path\": {\"%s/data/*\": {\"capabilities\": [\"read\"]}}}".formatted(kv);

    assertThat(vault.limitedTo(policy).get(kv + "/data/a/b").status()).isEqualTo(200);
  }

  @Test
  void takesComments() throws Exception {
    var policy =
        """
        # one
        // two
        /* three */
        path "%s/data/*" {
          capabilities = ["read",] # four
        }
        """
            .formatted(kv);

    assertThat(vault.limitedTo(policy).get(kv + "/data/a/b").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path 'a' { capabilities = ['fly'] }",
        "path 'a' { capabilities = ['read'",
        "path 'a+*' { capabilities = ['read'] }",
        "{{{",
      })
  void refusesWhatIsNoPolicy(String policy) throws Exception {
    var body = "{\"policy\": \"%s\"}".formatted(policy.replace("'", "\\\""));

    var written = vault.send("POST", "sys/policies/acl/x" + kv, body, "application/json");

    assertThat(written.status()).isEqualTo(400);
  }

  @Test
  void tellsATokenItsCapabilities() throws Exception {
    var policy =
        """
        path "%s/data/*" { capabilities = ["read", "list"] }
        path "sys/capabilities-self" { capabilities = ["update"] }
        """
            .formatted(kv);

    var answer =
        vault
            .limitedTo(policy)
            .post("sys/capabilities-self", "{'paths': ['%1$s/data/x', '%1$s/y']}".formatted(kv));

    assertThat(answer.body().path(kv + "/data/x").toString()).contains("read", "list");
    assertThat(answer.body().path(kv + "/y").toString()).isEqualTo("[\"deny\"]");
  }

  private VaultUnderTest limited(String path, String capability) throws Exception {
    return vault.limitedTo(
        "path \"%s%s\" { capabilities = [\"%s\"] }".formatted(kv, path, capability));
  }

  private String policyBody(String path, String capability) {
    return "{'policy': 'path \\'%s%s\\' { capabilities = [\\'%s\\'] }'}"
        .formatted(kv, path, capability);
  }
}
