package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderParametersTest {

  @Test
  void findsMarksOnNestedProperties() throws JsonProcessingException {
    HeaderParameters parameters =
        of("{'type':'object','properties':{'a':{'type':'object','properties':"
                + "{'b':{'type':'integer','x-mcp-header':'Shard'}}},"
                + "'c':{'type':'string','default':{'x-mcp-header':'data'}}}}")
            .orElseThrow();

    assertThat(parameters.parameters())
        .containsExactly(new HeaderParameters.Parameter("Mcp-Param-Shard", List.of("a", "b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'properties':{'a':{'type':'string','x-mcp-header':''}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':'a b'}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':'a\\r\\nb'}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':1}}}",
        "{'properties':{'a':{'type':'number','x-mcp-header':'N'}}}",
        "{'properties':{'a':{'x-mcp-header':'N'}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':'N'},'b':{'type':'string','x-mcp-header':'n'}}}",
        "{'properties':{'a':{'type':'array','items':{'type':'string','x-mcp-header':'N'}}}}",
        "{'oneOf':[{'properties':{'a':{'type':'string','x-mcp-header':'N'}}}]}",
        "{'$defs':{'d':{'type':'string','x-mcp-header':'N'}}}",
        "{'type':'object','x-mcp-header':'N'}"
      })
  void refusesMarksThatBreakTheRules(String schema) throws JsonProcessingException {
    assertThat(of(schema)).isEmpty();
  }

  private static java.util.Optional<HeaderParameters> of(String schema)
      throws JsonProcessingException {
    return HeaderParameters.of(new JsonMapper().readTree(schema.replace('\'', '"')));
  }
}
