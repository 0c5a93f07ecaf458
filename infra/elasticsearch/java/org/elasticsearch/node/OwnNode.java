package org.elasticsearch.node;

import java.util.List;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.GivenPlugins;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/** The real node of the server; only its plugins are given to it. */
public final class OwnNode extends Node {
    public OwnNode(Environment environment, List<Plugin> plugins) {
        super(NodeConstruction.prepareConstruction(environment, null, new Given(plugins), true));
    }

    private static final class Given extends NodeServiceProvider {
        private final List<Plugin> plugins;

        Given(List<Plugin> plugins) {
            this.plugins = plugins;
        }

        @Override
        PluginsService newPluginService(Environment environment, PluginsLoader nobody) {
            return new GivenPlugins(environment.settings(), environment.configDir(), plugins);
        }
    }
}
