using System.Collections.Immutable;
using System.Text;
using ManifestLint.Composition.Merging;
using ManifestLint.Manifests;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>
/// Makes ConfigMaps and Secrets of literals and files. Values stand where they are written: in the kustomization or in the file.
/// Source: kustomize v5.7 api/internal/generators, api/kv, api/hasher.
/// </summary>
internal static class Generators
{
    // Kustomize's own base64 breaks lines here.
    private const int LineLength = 70;

    private const string Unknown = "${unknown}";

    // A text where it is written, or bytes that are none.
    private sealed record Data(string Key, string Text, ReadOnlyMemory<byte>? Bytes, Location Place);

    /// <summary>Makes the object of one entry.</summary>
    /// <param name="entry">The entry of <c>configMapGenerator</c> or <c>secretGenerator</c>.</param>
    /// <param name="options">What holds for all generators of the kustomization, or null.</param>
    /// <param name="isSecret">True for a Secret.</param>
    /// <param name="open">Opens a file that is named at a place; null where that is not possible.</param>
    /// <exception cref="RefusalException">Kustomize would not make it.</exception>
    public static Resource Make(Directives entry, Directives? options, bool isSecret, Func<YamlScalar, string, CompositionFile?> open)
    {
        string name = entry.Text("name");
        if (name.Length == 0)
            throw new RefusalException(entry.Place, RefusalKind.GeneratorWithoutName);
        var own = entry.Mapping("options");
        var root = Tree.Mapping(entry.Place);
        root.Set("apiVersion", Tree.Text("v1", entry.Place));
        root.Set("kind", Tree.Text(isSecret ? "Secret" : "ConfigMap", entry.Place));
        var metadata = Tree.Mapping(entry.Place);
        root.Set("metadata", metadata);
        metadata.Set("name", Tree.Text(name, entry.Scalar("name")!.Location));
        if (entry.Scalar("namespace") is { Value.Length: > 0 } ns)
            metadata.Set("namespace", Tree.Text(ns.Value, ns.Location));
        AddTexts(metadata, "labels", own, options);
        AddTexts(metadata, "annotations", own, options);
        if (isSecret)
            root.Set("type", Tree.Text(entry.Text("type") is { Length: > 0 } type ? type : "Opaque", entry.PlaceOf("type")));
        var (data, isWhole) = Load(entry, name, open);
        var plain = Add(root, data, isSecret);
        if (own?.Flag("immutable") == true || options?.Flag("immutable") == true)
            root.Set("immutable", Scalars.True(entry.Place));
        bool keepsName = own?.Flag("disableNameSuffixHash") == true || options?.Flag("disableNameSuffixHash") == true;
        return new Resource(root)
        {
            NeedsHash = !keepsName && isWhole,
            Plain = plain,
            Behavior = entry.Text("behavior") switch
            {
                "merge" => GenerationBehavior.Merge,
                "replace" => GenerationBehavior.Replace,
                _ => GenerationBehavior.Create,
            },
        };
    }

    /// <summary>Takes over what is to be kept of the object that a generated one replaces or is merged into.</summary>
    public static void TakeOver(Resource generated, Resource old)
    {
        var metadata = generated.Root["metadata"]!;
        foreach (string key in new[] { "labels", "annotations" })
        {
            if (old.Root.At("metadata", key) is not { IsMapping: true } before)
                continue;
            var merged = before.Copy();
            foreach (var branch in metadata[key] is { IsMapping: true } own ? own.Branches : [])
                merged.Set(branch.Name, branch.Value);
            metadata.Set(key, merged);
        }
        if (old.Root.At("metadata", "name") is { } name)
            metadata.Set("name", name);
        if (old.Root.At("metadata", "namespace") is { } ns)
            metadata.Set("namespace", ns);
        generated.Inherit(old);
        // One that was not generated keeps its name.
        generated.NeedsHash &= old.NeedsHash;
        if (generated.Behavior != GenerationBehavior.Merge)
            return;
        foreach (string key in new[] { "data", "binaryData" })
        {
            if (old.Root[key] is not { IsMapping: true } before)
                continue;
            var merged = before.Copy();
            foreach (var branch in generated.Root[key] is { IsMapping: true } own ? own.Branches : [])
                merged.Set(branch.Name, branch.Value);
            generated.Root.Set(key, merged);
        }
        if (old.Plain is { } plain)
            generated.Plain = plain.SetItems(generated.Plain ?? ImmutableDictionary<string, YamlScalar>.Empty);
    }

    /// <summary>What kustomize puts behind the name of a ConfigMap or Secret.</summary>
    public static string HashOf(Resource resource)
    {
        var root = resource.Root;
        string kind = resource.Kind;
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["data"] = Part(root["data"]),
            ["kind"] = CanonicalJson.Quoted(kind),
            // Kustomize looks for the name at a key that is not there.
            ["name"] = "\"\"",
        };
        if (kind == "Secret")
        {
            parts["type"] = Part(root["type"]);
            if (root["stringData"] is { IsMapping: true } strings)
                parts["stringData"] = Part(strings);
        }
        else if (root["binaryData"] is { IsMapping: true } binary)
        {
            parts["binaryData"] = Part(binary);
        }
        string json = "{" + string.Join(',', parts.Select(p => $"{CanonicalJson.Quoted(p.Key)}:{p.Value}")) + "}";
        string hex = Sha256.HexOf(json)[..10];
        return string.Concat(
            hex.Select(c =>
                c switch
                {
                    '0' => 'g',
                    '1' => 'h',
                    '3' => 'k',
                    'a' => 'm',
                    'e' => 't',
                    _ => c,
                }
            )
        );
    }

    private static string Part(Tree? node) => node is null ? "\"\"" : CanonicalJson.Of(node.Fold());

    private static void AddTexts(Tree metadata, string key, Directives? own, Directives? options)
    {
        var texts = new SortedDictionary<string, YamlScalar>(StringComparer.Ordinal);
        foreach (var from in new[] { options, own })
        {
            foreach (var (name, value) in from?.Pairs(key) ?? [])
                texts[name] = value;
        }
        if (texts.Count == 0)
            return;
        var mapping = Tree.Mapping(texts.First().Value.Location);
        foreach (var (name, value) in texts)
            mapping.Set(name, Tree.Text(value.Value, value.Location));
        metadata.Set(key, mapping);
    }

    private static ImmutableDictionary<string, YamlScalar>? Add(Tree root, List<Data> all, bool isSecret)
    {
        var plain = ImmutableDictionary.CreateBuilder<string, YamlScalar>(StringComparer.Ordinal);
        if (isSecret)
            root.Set("data", Tree.Mapping(root.Place));
        foreach (var data in all.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            bool isText = data.Bytes is null;
            string key = isText || isSecret ? "data" : "binaryData";
            if (root[key] is not { } into)
                root.Set(key, into = Tree.Mapping(data.Place));
            var value = Tree.Text(data.Text, data.Place);
            if (isText)
                plain[data.Key] = value.Scalar!;
            if (isSecret || !isText)
                value = Tree.Text(Base64(data.Bytes is { } bytes ? bytes.Span : Encoding.UTF8.GetBytes(data.Text)), data.Place);
            into.Set(data.Key, value);
        }
        return isSecret ? plain.ToImmutable() : null;
    }

    private static (List<Data> All, bool IsWhole) Load(Directives entry, string name, Func<YamlScalar, string, CompositionFile?> open)
    {
        var all = new List<Data>();
        bool isWhole = true;
        foreach (var file in entry.Texts("envs").Concat(entry.Scalar("env") is { } one ? [one] : []))
        {
            if (open(file, file.Value) is { Text: { } text })
                all.AddRange(Lines(text));
            else
                isWhole = false;
        }
        foreach (var literal in entry.Texts("literals"))
            all.Add(Literal(literal));
        foreach (var source in entry.Texts("files"))
        {
            var (key, path) = FileSource(source);
            var file = open(source, path);
            isWhole &= file is not null;
            all.Add(
                file is { Text: { } text } ? new Data(key, (text.HasByteOrderMark ? "\uFEFF" : "") + text.Text, null, Whole(text))
                : file is { Bytes: { } bytes } ? new Data(key, "", bytes.AsMemory(), source.Location)
                : new Data(key, Unknown, null, source.Location)
            );
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var data in all)
        {
            if (data.Key.Length == 0 || !data.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                throw new RefusalException(data.Place, RefusalKind.BadKeyOfData);
            if (!seen.Add(data.Key))
                throw new RefusalException(data.Place, RefusalKind.KeyOfDataTwice, data.Key, name);
        }
        return (all, isWhole);
    }

    private static Location Whole(SourceText text) => new(text, new TextSpan(0, text.Text.Length));

    private static Data Literal(YamlScalar literal)
    {
        string text = literal.Value;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new RefusalException(literal.Location, RefusalKind.NotLiteral);
        int start = equals + 1,
            length = text.Length - start;
        bool isQuoted = length >= 2 && text[start] is '"' or '\'' && text[start] == text[^1];
        if (isQuoted)
            (start, length) = (start + 1, length - 2);
        return new Data(text[..equals], text.Substring(start, length), null, literal.LocationOf(start, length));
    }

    private static (string Key, string Path) FileSource(YamlScalar source)
    {
        var parts = source.Value.Split('=');
        if (parts.Length == 1)
            return (PathText.NameOf(parts[0]), parts[0]);
        if (parts.Length > 2 || parts[0].Length == 0 || parts[1].Length == 0)
            throw new RefusalException(source.Location, RefusalKind.NotFileSource);
        return (parts[0], parts[1]);
    }

    // KEY=value, one a line; a comment starts a line; a line without = is a key without a value.
    private static IEnumerable<Data> Lines(SourceText text)
    {
        string all = text.Text;
        for (int start = 0; start < all.Length; )
        {
            int newline = all.IndexOf('\n', start);
            int end = newline < 0 ? all.Length : newline;
            int stop = end > start && newline >= 0 && all[end - 1] == '\r' ? end - 1 : end;
            int from = start;
            while (from < stop && char.IsWhiteSpace(all[from]))
                from++;
            start = end + 1;
            if (from >= stop || all[from] == '#')
                continue;
            int equals = all.IndexOf('=', from, stop - from);
            int valueStart = equals < 0 ? stop : equals + 1;
            yield return new Data(
                all[from..(equals < 0 ? stop : equals)],
                all[valueStart..stop],
                null,
                new Location(text, new TextSpan(valueStart, stop))
            );
        }
    }

    private static string Base64(ReadOnlySpan<byte> bytes)
    {
        string encoded = Convert.ToBase64String(bytes);
        if (encoded.Length < LineLength)
            return encoded;
        var lines = new StringBuilder(encoded.Length + (encoded.Length / LineLength) + 1);
        for (int i = 0; i < encoded.Length; i += LineLength)
            lines.Append(encoded, i, Math.Min(LineLength, encoded.Length - i)).Append('\n');
        return lines.ToString();
    }
}
