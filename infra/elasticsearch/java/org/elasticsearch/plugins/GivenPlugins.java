package org.elasticsearch.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.Build;
import org.elasticsearch.common.settings.Settings;

/** Plugins that are objects already: nothing is looked for in a modules folder, which a server from Maven does not have. */
public final class GivenPlugins extends PluginsService {
    private final List<LoadedPlugin> given;

    public GivenPlugins(Settings settings, Path configuration, List<Plugin> plugins) {
        super(settings, configuration, PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false));
        given = plugins.stream().map(GivenPlugins::described).toList();
        loadExtensions(given);
    }

    private static LoadedPlugin described(Plugin plugin) {
        String name = plugin.getClass().getName();
        String version = Build.current().version();
        var facts = new PluginDescriptor(name, name, version, version, "17", name, null, List.of(), false, false, false, false);
        return new LoadedPlugin(facts, plugin, plugin.getClass().getClassLoader());
    }

    // The parent's constructor asks before ours has run.
    @Override
    protected List<LoadedPlugin> plugins() {
        return given == null ? List.of() : given;
    }
}
