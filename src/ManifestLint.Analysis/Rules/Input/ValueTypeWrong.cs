using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Operators;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0007 value-type-wrong.</summary>
public sealed class ValueTypeWrong() : ManifestRule("ML0007")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(Manifest manifest) =>
        // A generator quotes what it reads.
        manifest.Use == ManifestUse.Generated
            ? []
        : manifest is { Group: "", Kind: "ConfigMap" or "Secret" }
            ? Values(manifest.Root, "data", YamlPath.Root, "key", manifest)
                .Concat(Values(manifest.Root, "stringData", YamlPath.Root, "key", manifest))
        : WorkloadKinds.IsBuiltIn(manifest) ? OfWorkload(manifest)
        : [];

    private IEnumerable<Finding> OfWorkload(Manifest manifest)
    {
        if (manifest.Metadata is { } metadata)
        {
            foreach (var finding in Marks(metadata, YamlPath.Of("metadata"), manifest))
                yield return finding;
        }
        foreach (var workload in OperatorPods.Of(manifest, sidecars: true))
        {
            if (workload.Pod.Metadata is { } ofPod && !ReferenceEquals(ofPod, manifest.Metadata))
            {
                foreach (var finding in Marks(ofPod, workload.PodPath.Key("metadata"), manifest))
                    yield return finding;
            }
            foreach (var finding in Values(workload.Pod.Node, "nodeSelector", workload.Pod.Path, "nodeSelector", manifest))
                yield return finding;
            foreach (var container in workload.Pod.AllContainers)
            {
                foreach (var finding in OfContainer(container, manifest))
                    yield return finding with
                    {
                        Container = container.Name,
                    };
            }
        }
    }

    private IEnumerable<Finding> OfContainer(ContainerSpec container, Manifest manifest)
    {
        foreach (string section in new[] { "command", "args" })
        {
            if (container.Node[section] is not YamlSequence words)
                continue;
            for (int i = 0; i < words.Items.Length; i++)
            {
                if (TypeOf(words.Items[i]) is { } type)
                    yield return Wrong(words.Items[i], type, $"{section}[{i}]", container.Path.Key(section).Index(i), manifest);
            }
        }
        if (container.Node["env"] is not YamlSequence variables)
            yield break;
        for (int i = 0; i < variables.Items.Length; i++)
        {
            if (variables.Items[i].Target is not YamlMapping variable || variable.Find("value") is not { } value)
                continue;
            if (TypeOf(value.Value) is not { } type)
                continue;
            string name = variable.TextAt("name") ?? $"{i + 1}";
            yield return Wrong(value.Value, type, $"env {name}", container.Path.Key("env").Index(i).Key("value"), manifest);
        }
    }

    private IEnumerable<Finding> Marks(YamlMapping metadata, YamlPath path, Manifest manifest) =>
        Values(metadata, "labels", path, "label", manifest).Concat(Values(metadata, "annotations", path, "annotation", manifest));

    private IEnumerable<Finding> Values(YamlMapping owner, string section, YamlPath path, string noun, Manifest manifest) =>
        owner[section] is YamlMapping values && !values.IsKnownToHold(static (text, style, _) => IsText(text, style))
            ? Wrong(values, path.Key(section), noun, manifest)
            : [];

    private IEnumerable<Finding> Wrong(YamlMapping values, YamlPath path, string noun, Manifest manifest)
    {
        foreach (var entry in values.EffectiveEntries())
        {
            if (entry.Name is { } name && TypeOf(entry.Value) is { } type)
                yield return Wrong(entry.Value, type, $"{noun} {name}", path.Key(name), manifest);
        }
    }

    private Finding Wrong(YamlNode node, string type, string what, YamlPath path, Manifest manifest)
    {
        // What a Secret holds is for no log.
        bool isHidden = SecretText.Holds(manifest, node);
        string value = node.Target is YamlScalar scalar && !isHidden ? $"{scalar.Value}, " : "";
        return At(
            node,
            path,
            Statement.Of($"{what} is {value}{type}: a string is required", so: $"the API server rejects the {manifest.Kind}")
        ) with
        {
            Remedy =
                node.Target is not YamlScalar own ? null
                : isHidden ? Remedy.Safe("the value in quotes", AroundIt(manifest.Editor.Replace(node, own.Value, isText: true)))
                : Remedy.Safe($"\"{own.Value}\" (in quotes)", manifest.Editor.Replace(node, own.Value, isText: true)),
        };
    }

    // The quotes alone, without what stands between them.
    private static TextEdit?[] AroundIt(TextEdit? edit)
    {
        if (edit is not { Location: var place } whole || whole.NewText != $"\"{place.Text}\"")
            return [null];
        TextSpan start = new(place.Span.Start, place.Span.Start),
            end = new(place.Span.End, place.Span.End);
        return [new TextEdit(new(place.Source, start), "\""), new TextEdit(new(place.Source, end), "\"")];
    }

    // True for what nobody takes for a number or a boolean, which is told by its first character but for a few short words.
    private static bool IsText(ReadOnlySpan<char> written, YamlScalarStyle style) =>
        style != YamlScalarStyle.Plain
        || written is []
        || !(
            char.IsAsciiDigit(written[0])
            || written[0] is '+' or '-' or '.'
            || (written.Length <= "false".Length && "yYnNtTfFoO".Contains(written[0]))
        );

    // Null for text, for null (which counts as empty), and for what cannot be known.
    private static string? TypeOf(YamlNode node) =>
        node.Target switch
        {
            YamlScalar scalar when IsText(scalar.Value, scalar.Style) => null,
            _ when FieldReading.IsForeign(node) => null,
            YamlScalar { Style: YamlScalarStyle.Plain, Tag: null } scalar => GoYaml.Resolve(scalar.Value, triesTime: true).Tag switch
            {
                "!!bool" => "a boolean",
                "!!int" or "!!float" => "a number",
                _ => null,
            },
            YamlSequence { IsFlow: false } => "a list",
            // A single pair of braces may be a placeholder.
            YamlMapping { IsFlow: false } => "a mapping",
            _ => null,
        };
}
