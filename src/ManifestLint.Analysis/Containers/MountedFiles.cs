using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Programs;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Containers;

/// <summary>What ConfigMaps and Secrets put into a folder of a container.</summary>
/// <param name="Names">The names of the files right in it.</param>
/// <param name="IsComplete">False if there may be others: the image's own files do not count.</param>
public sealed record MountedFolder(IReadOnlyList<string> Names, bool IsComplete)
{
    /// <summary>Nothing is mounted there.</summary>
    public static MountedFolder Nothing { get; } = new([], true);
}

/// <summary>The files that a container sees through ConfigMap, Secret and projected volumes, as far as the scan holds them.</summary>
internal sealed class MountedFiles(ContainerSpec container, PodSpec pod, ManifestSet set, ObjectPlace place, MadeProgram? made = null)
{
    // Of a name in a mounted volume, as one of many (see Effort): a volume may be mounted often.
    private const int UnitsOfName = 20;

    // Of a character of a file that its program reads line by line.
    private const int UnitsOfCharacter = 4;

    private Dictionary<string, YamlMapping>? _mounts;

    /// <summary>The text of a file; null if it cannot be known. A path may be relative to <c>workingDir</c>; where the image decides that, a
    /// single file mounted under this name is taken to be the one that is meant.</summary>
    public Word? Read(string path)
    {
        if (made is not null && OfOperator(path) is { } given)
            return given;
        if (path.Length == 0 || container.Node["volumeMounts"] is not YamlSequence mounts)
            return null;
        if (!path.StartsWith('/'))
        {
            string? full = container.Node.TextAt("workingDir") is { } folder ? folder + "/" + path : OnlyMountNamed(mounts, path);
            return full is null || !full.StartsWith('/') ? null : Read(full);
        }
        string wanted = PathText.Combine("", path);
        if (Innermost(wanted) is not var (mount, length))
            return null;
        if (mount.TextAt("name") is not { } volumeName || mount.Find("subPathExpr") is not null)
            return null;
        string relative = wanted.Length == length ? "" : wanted[(length + 1)..];
        string key = mount.TextAt("subPath") is { } subPath
            ? relative.Length == 0
                ? subPath
                : $"{subPath}/{relative}"
            : relative;
        return pod.VolumesByName.TryGetValue(volumeName, out var volume) ? File(volume, key) : null;
    }

    /// <summary>True if a volume is mounted over a path or a folder above it, so that what the image has there is not seen.</summary>
    public bool Covers(string path)
    {
        return Innermost(PathText.Combine("", path)) is not null;
    }

    // The mount whose path is the longest of those that a path is, or lies under, with its length.
    private (YamlMapping Mount, int Length)? Innermost(string path)
    {
        _mounts ??= FieldReading.ByText(container.Node["volumeMounts"], static m => PathText.Combine("", m.TextAt("mountPath") ?? "?"));
        for (int end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (_mounts.TryGetValue(path[..end], out var mount))
                return (mount, end);
        }
        return _mounts.TryGetValue("", out var root) ? (root, 0) : null;
    }

    /// <summary>The paths of the files that can be known, each once, in the order of their names.</summary>
    public IEnumerable<string> Paths()
    {
        var paths = new SortedSet<string>(MadePaths, StringComparer.Ordinal);
        foreach (var mount in (container.Node["volumeMounts"] as YamlSequence)?.Items.Select(m => m.Target).OfType<YamlMapping>() ?? [])
        {
            if (
                mount.TextAt("mountPath") is not { } mountPath
                || mount.TextAt("name") is not { } name
                || !pod.VolumesByName.TryGetValue(name, out var volume)
            )
                continue;
            string folder = PathText.Combine("", mountPath),
                subPath = mount.TextAt("subPath") ?? "";
            foreach (string file in NamesOf(volume) ?? [])
            {
                if (!Effort.Spend(UnitsOfName))
                    return [];
                if (subPath.Length == 0)
                    paths.Add(PathText.Combine(folder, file));
                else if (file == subPath)
                    paths.Add(folder);
                else if (file.StartsWith(subPath + "/", StringComparison.Ordinal))
                    paths.Add(PathText.Combine(folder, file[(subPath.Length + 1)..]));
            }
        }
        return paths.Where(p => Read(p) is not null);
    }

    /// <summary>The files right in a folder.</summary>
    public MountedFolder List(string folder)
    {
        string wanted = PathText.Combine("", folder);
        List<string> names = [.. MadePaths.Where(p => PathText.FolderOf(p) == wanted).Select(PathText.NameOf)];
        if (container.Node["volumeMounts"] is not YamlSequence mounts)
            return names.Count == 0 ? MountedFolder.Nothing : new(names, true);
        bool isComplete = true;
        foreach (var mount in mounts.Items.Select(m => m.Target).OfType<YamlMapping>())
        {
            string path = PathText.Combine("", mount.TextAt("mountPath") ?? "?");
            if (path == wanted)
            {
                if (
                    mount.TextAt("name") is { } name
                    && mount.Find("subPath") is null
                    && mount.Find("subPathExpr") is null
                    && pod.VolumesByName.TryGetValue(name, out var volume)
                    && NamesOf(volume) is { } found
                )
                    names.AddRange(found);
                else
                    isComplete = false;
            }
            else if (
                path.Length > wanted.Length
                && path.StartsWith(wanted + "/", StringComparison.Ordinal)
                && path.IndexOf('/', wanted.Length + 1) < 0
            )
            {
                names.Add(path[(wanted.Length + 1)..]);
            }
        }
        return new(names, isComplete);
    }

    private IEnumerable<string> MadePaths => made is null ? [] : made.Files.Keys.Concat(made.ConfigFiles.Keys);

    private Word? OfOperator(string path)
    {
        if (made!.Files.TryGetValue(path, out var file))
            return file;
        return
            made.ConfigFiles.TryGetValue(path, out var source)
            && set.ConfigMap(source.Name, place).Value is { } data
            && data.Values.TryGetValue(source.Key, out var value)
            && value.Text is { } text
            ? Word.Of(text, new TextOrigin.ConfigKey("ConfigMap", source.Name, source.Key) { Scalar = value.Scalar })
            : null;
    }

    private IEnumerable<string>? NamesOf(YamlMapping volume)
    {
        if (volume.MappingAt("projected")?["sources"] is YamlSequence sources)
        {
            var all = sources.Items.Select(s => s.Target).OfType<YamlMapping>().Select(NamesOf).ToList();
            return all.Contains(null) ? null : all.SelectMany(names => names!);
        }
        var (source, nameKey, find) = volume.MappingAt("configMap") is { } configMap
            ? (configMap, "name", (Func<string, ObjectPlace, Lookup<ConfigData>>)set.ConfigMap)
            : (volume.MappingAt("secret"), "secretName", set.Secret);
        if (source?["items"] is YamlSequence items)
            return items.Items.Select(i => i.Target).OfType<YamlMapping>().Select(i => i.TextAt("path")).OfType<string>();
        return (source?.TextAt(nameKey) ?? source?.TextAt("name")) is { } name && find(name, place).Value is { } data
            ? data.Values.Keys
            : null;
    }

    private static string? OnlyMountNamed(YamlSequence mounts, string path)
    {
        string ending = "/" + PathText.Combine("", path);
        var found = mounts
            .Items.Select(m => m.Target)
            .OfType<YamlMapping>()
            .Where(m => m.Find("subPath") is not null)
            .Select(m => m.TextAt("mountPath"))
            .OfType<string>()
            .Where(p => p.EndsWith(ending, StringComparison.Ordinal))
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private Word? File(YamlMapping volume, string file)
    {
        if (volume.MappingAt("configMap") is { } configMap)
            return FromConfig(configMap, "name", "ConfigMap", set.ConfigMap, file);
        if (volume.MappingAt("secret") is { } secret)
            return FromConfig(secret, "secretName", "Secret", set.Secret, file);
        if (volume.MappingAt("projected")?["sources"] is not YamlSequence sources)
            return null;
        foreach (var source in sources.Items.Select(s => s.Target).OfType<YamlMapping>())
        {
            var found =
                source.MappingAt("configMap") is { } projected ? FromConfig(projected, "name", "ConfigMap", set.ConfigMap, file)
                : source.MappingAt("secret") is { } hidden ? FromConfig(hidden, "name", "Secret", set.Secret, file)
                : null;
            if (found is not null)
                return found;
        }
        return null;
    }

    private Word? FromConfig(
        YamlMapping source,
        string nameKey,
        string kind,
        Func<string, ObjectPlace, Lookup<ConfigData>> find,
        string file
    )
    {
        if (source.TextAt(nameKey) is not { } name || find(name, place).Value is not { } data)
            return null;
        string key = file;
        if (source["items"] is YamlSequence items)
        {
            var item = items.Items.Select(i => i.Target).OfType<YamlMapping>().FirstOrDefault(i => i.TextAt("path") == file);
            if (item?.TextAt("key") is not { } mapped)
                return null;
            key = mapped;
        }
        return data.Values.TryGetValue(key, out var value) && value.Text is { } text && Effort.Spend(UnitsOfCharacter * text.Length)
            ? Word.Of(text, new TextOrigin.ConfigKey(kind, name, key) { Scalar = value.Scalar, Among = value.Among })
            : null;
    }
}
