package dev.gatehouse.backing.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Brings topics to what is asked for: missing ones made, partitions added, settings written. */
public record TopicSetup(Admin admin) {

  /** Does it for these topics; others are left alone. Repeatable. */
  public void ensure(Collection<KafkaTopic> topics)
      throws ExecutionException, InterruptedException {
    var existing = admin.listTopics().names().get();
    var missing = topics.stream().filter(topic -> !existing.contains(topic.name())).toList();
    admin.createTopics(missing.stream().map(TopicSetup::create).toList()).all().get();
    var present = topics.stream().filter(topic -> existing.contains(topic.name())).toList();
    addPartitions(present);
    writeConfigs(present);
  }

  private static NewTopic create(KafkaTopic topic) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
        .configs(topic.configs());
  }

  private void addPartitions(Collection<KafkaTopic> topics)
      throws ExecutionException, InterruptedException {
    var names = topics.stream().map(KafkaTopic::name).toList();
    Map<String, TopicDescription> now = admin.describeTopics(names).allTopicNames().get();
    var increases = new HashMap<String, NewPartitions>();
    for (var topic : topics) {
      var description = now.get(topic.name());
      if (description != null && description.partitions().size() < topic.partitions()) {
        increases.put(topic.name(), NewPartitions.increaseTo(topic.partitions()));
      }
    }
    admin.createPartitions(increases).all().get();
  }

  private void writeConfigs(Collection<KafkaTopic> topics)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        topics.stream()
            .filter(topic -> !topic.configs().isEmpty())
            .collect(
                Collectors.toMap(
                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                    TopicSetup::settings));
    admin.incrementalAlterConfigs(changes).all().get();
  }

  private static Collection<AlterConfigOp> settings(KafkaTopic topic) {
    var operations = new ArrayList<AlterConfigOp>();
    topic
        .configs()
        .forEach((name, value) ->
            operations.add(
                new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    return operations;
  }
}
