package dev.gatehouse.e2e.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Reads {@code @ConfigMapping} interfaces as they are written. */
final class ConfigurationSource {
  private ConfigurationSource() {}

  /** An interface: its prefix, the module it is in, what it is for, and its properties. */
  record Group(String module, String prefix, String purpose, List<Property> properties) {}

  /**
   * A property.
   *
   * @param type as it is written
   * @param fallback the default, empty if it has none
   */
  record Property(String name, String type, Optional<String> fallback, String meaning) {
    boolean optional() {
      return type.startsWith("Optional<") || type.startsWith("Map<");
    }
  }

  /**
   * The interfaces of all modules, those of every service first. What an interface inside another
   * has is there once for each name that the operator chooses, for which {@code *} stands.
   */
  static List<Group> groups() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Group> groups = new ArrayList<>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      for (Path file : Project.mainFiles(".java")) {
        if (!Files.readString(file).contains("@ConfigMapping(")) {
          continue;
        }
        JavacTask task =
            (JavacTask)
                compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
        DocTrees docs = DocTrees.instance(task);
        for (CompilationUnitTree unit : task.parse()) {
          for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree mapping) {
              group(docs, new TreePath(new TreePath(unit), mapping), Project.module(file))
                  .ifPresent(groups::add);
            }
          }
        }
      }
    }
    groups.sort(
        Comparator.comparing((Group group) -> !group.module().equals("platform"))
            .thenComparing(Group::module)
            .thenComparing(Group::prefix));
    return groups;
  }

  private static Optional<Group> group(DocTrees docs, TreePath path, String module) {
    ClassTree mapping = (ClassTree) path.getLeaf();
    return annotation(mapping.getModifiers().getAnnotations(), "ConfigMapping")
        .map(prefix -> {
          return new Group(
              module, prefix, text(docs.getDocComment(path)), properties(docs, path, prefix));
        });
  }

  private static List<Property> properties(DocTrees docs, TreePath path, String prefix) {
    List<Property> properties = new ArrayList<>();
    for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
      TreePath below = new TreePath(path, member);
      if (member instanceof ClassTree) {
        properties.addAll(properties(docs, below, prefix + ".*"));
      } else if (member instanceof MethodTree method
          && annotation(method.getModifiers().getAnnotations(), "WithParentName").isEmpty()) {
        properties.add(property(docs, below, prefix));
      }
    }
    return properties;
  }

  private static Property property(DocTrees docs, TreePath path, String prefix) {
    MethodTree method = (MethodTree) path.getLeaf();
    return new Property(
        prefix + "." + kebab(method.getName().toString()),
        method.getReturnType().toString(),
        annotation(method.getModifiers().getAnnotations(), "WithDefault"),
        text(docs.getDocComment(path)));
  }

  /** The single value of an annotation. */
  private static Optional<String> annotation(List<? extends AnnotationTree> all, String name) {
    return all.stream()
        .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
        .map(annotation ->
            annotation.getArguments().isEmpty()
                ? ""
                : literal(annotation.getArguments().getFirst()))
        .findFirst();
  }

  private static String literal(ExpressionTree argument) {
    ExpressionTree value =
        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
    return ((LiteralTree) value).getValue().toString();
  }

  /** Javadoc as one line of Markdown. */
  private static String text(String javadoc) {
    return javadoc == null
        ? ""
        : javadoc
            .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
            .replaceAll("</?p>", "")
            .replaceAll("\\s+", " ")
            .replace("|", "\\|")
            .trim();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
