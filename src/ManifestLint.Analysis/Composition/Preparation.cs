using System.Collections.Immutable;
using System.Text;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Documents as kustomize reads them: it refuses keys that repeat and items that are nothing, and takes words such as <c>yes</c> for texts.</summary>
internal static class Preparation
{
    /// <summary>The documents of a file that hold something.</summary>
    /// <exception cref="RefusalException">One of them is refused.</exception>
    public static ImmutableArray<PreparedDocument> Of(YamlFile file)
    {
        var prepared = ImmutableArray.CreateBuilder<PreparedDocument>();
        foreach (var document in file.Documents)
        {
            if (document.Error is { } error)
                throw new RefusalException(error.Location, RefusalKind.SyntaxError, error.Message);
            if (document.Root?.Target is not { } root || root is YamlScalar scalar && YamlType.IsNull(scalar))
                continue;
            prepared.Add(new PreparedDocument(document, IsReadAlike(root) ? root : new Walk().Node(root)));
        }
        return prepared.ToImmutable();
    }

    // Of most documents: told by their text, so that no node is made of what nobody changes.
    private static bool IsReadAlike(YamlNode root) =>
        root is YamlMapping { IsKnownUnique: true } mapping
        && mapping.IsKnownToPass(
            static (written, style, isItem) =>
                style switch
                {
                    YamlScalarStyle.Folded => false,
                    YamlScalarStyle.Plain => !YamlType.IsOldBoolean(written) && !(isItem && YamlType.IsNull(written)),
                    _ => true,
                }
        );

    private sealed class Walk
    {
        // What aliases stand for is looked at once.
        private readonly Dictionary<YamlNode, YamlNode> _seen = [];

        public YamlNode Node(YamlNode node)
        {
            switch (node)
            {
                case YamlScalar { Style: YamlScalarStyle.Plain, Tag: null } scalar when YamlType.IsOldBoolean(scalar.Value):
                    return AsText(scalar);
                case YamlScalar { Style: YamlScalarStyle.Folded } folded when Refolded(folded.Value) is { } text:
                    return new YamlScalar(folded.Location, text, folded.Style, folded.Anchor, folded.Tag);
                case YamlScalar:
                    return node;
                case YamlAlias alias:
                    var target = Node(alias.Target);
                    return ReferenceEquals(target, alias.Target) ? alias : target;
            }
            if (_seen.TryGetValue(node, out var known))
                return known;
            var walked = node is YamlMapping mapping ? Mapping(mapping) : Sequence((YamlSequence)node);
            _seen[node] = walked;
            return walked;
        }

        // Kustomize prints and reads each object once more, and of a folded text its printer doubles the break before a line that is further
        // in. Source: kustomize v5.7 kyaml/yaml/rnode.go (MarshalJSON), go.yaml.in/yaml/v3 emitterc.go (yaml_emitter_write_folded_scalar).
        private static string? Refolded(string value)
        {
            if (value.Length == 0 || value[0] is ' ' or '\t' or '\n' || !value.Contains("\n ", StringComparison.Ordinal))
                return null;
            var lines = value.Split('\n');
            var text = new StringBuilder(value.Length + lines.Length);
            for (int i = 0; i < lines.Length; i++)
            {
                text.Append(lines[i]);
                if (i == lines.Length - 1)
                    break;
                text.Append('\n');
                if (lines[i].Length == 0 || lines[i][0] is ' ' or '\t')
                    continue;
                int next = i + 1;
                while (next < lines.Length && lines[next].Length == 0)
                    next++;
                if (next < lines.Length && lines[next][0] is ' ' or '\t')
                    text.Append('\n');
            }
            return text.Length == value.Length ? null : text.ToString();
        }

        private static YamlNode Key(YamlNode key) =>
            key is YamlScalar { Style: YamlScalarStyle.Plain, Tag: null } word && YamlType.IsOldBoolean(word.Value) ? AsText(word) : key;

        private static YamlScalar AsText(YamlScalar scalar) =>
            new(scalar.Location, scalar.Value, scalar.Style, scalar.Anchor, YamlType.TextTag);

        private YamlNode Mapping(YamlMapping mapping)
        {
            HashSet<string>? names = mapping.Entries.Length > 1 ? new(mapping.Entries.Length, StringComparer.Ordinal) : null;
            ImmutableArray<YamlEntry>.Builder? changed = null;
            for (int i = 0; i < mapping.Entries.Length; i++)
            {
                var entry = mapping.Entries[i];
                var prepared = new YamlEntry(Key(entry.Key), Node(entry.Value));
                if (names is not null && !entry.IsMerge && prepared.Name is { } name && !names.Add(name))
                    throw new RefusalException(entry.Key.Location, RefusalKind.KeyRepeats, name);
                if (ReferenceEquals(prepared.Value, entry.Value) && ReferenceEquals(prepared.Key, entry.Key))
                    continue;
                changed ??= mapping.Entries.ToBuilder();
                changed[i] = prepared;
            }
            return changed is null
                ? mapping
                : new YamlMapping(mapping.Location, changed.MoveToImmutable(), mapping.IsFlow, mapping.Anchor, mapping.Tag);
        }

        private YamlNode Sequence(YamlSequence sequence)
        {
            ImmutableArray<YamlNode>.Builder? changed = null;
            for (int i = 0; i < sequence.Items.Length; i++)
            {
                var item = sequence.Items[i];
                if (item.Target is YamlScalar scalar && YamlType.IsNull(scalar))
                    throw new RefusalException(item.Location, RefusalKind.ItemIsNothing);
                var value = Node(item);
                if (ReferenceEquals(value, item))
                    continue;
                changed ??= sequence.Items.ToBuilder();
                changed[i] = value;
            }
            return changed is null
                ? sequence
                : new YamlSequence(sequence.Location, changed.MoveToImmutable(), sequence.IsFlow, sequence.Anchor, sequence.Tag);
        }
    }
}
