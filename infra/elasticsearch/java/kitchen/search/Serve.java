package kitchen.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.Build;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.OwnNode;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/** FOLDER PORT [setting=value …]: one node on loopback whose data lie below FOLDER. Says READY, its port (0: any) and the version; SIGTERM ends it in order. */
public final class Serve {
    private static final String NAME = "kitchen-1";

    public static void main(String[] words) throws Exception {
        Path folder = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
        Path configuration = Files.createDirectories(folder.resolve("config"));
        Settings settings = settingsOf(folder, words);
        System.setProperty("es.logs.base_path", folder.toString());
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings);
        LogConfigurator.setNodeName(NAME);
        var environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), configuration, () -> NAME);
        Node node = new OwnNode(environment, List.of(new Netty4Plugin(), new Welcome()));
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, closed)));
        node.start();
        int port = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        System.out.println("READY " + port + " " + Build.current().version());
        closed.await();
    }

    private static Settings settingsOf(Path folder, String[] words) {
        var settings = Settings.builder()
            .put("path.home", folder.toString())
            .put("path.data", folder.resolve("data").toString())
            .put("node.name", NAME)
            .put("cluster.name", "kitchen")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", words[1])
            .put("transport.port", "0")
            .put("action.auto_create_index", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (String word : List.of(words).subList(2, words.length)) {
            String[] pair = word.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        return settings.build();
    }

    private static void close(Node node, CountDownLatch closed) {
        try (node) {
            node.prepareForClose();
        } catch (Exception trouble) {
            trouble.printStackTrace();
        } finally {
            awaitEnd(node);
            closed.countDown();
        }
    }

    private static void awaitEnd(Node node) {
        try {
            node.awaitClose(15, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
