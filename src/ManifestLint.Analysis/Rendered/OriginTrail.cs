using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rendered;

/// <summary>The way from an object's root to a place in it, such that it can be gone in another text of the same object.</summary>
internal sealed class OriginTrail
{
    // A key of a mapping, or an item of a list: by its name where it has one, as kustomize merges containers and variables.
    private readonly record struct Step(string? Key, string? Name, int Index);

    private readonly ImmutableArray<Step> _steps;
    private readonly bool _isKey;
    private readonly YamlNode _target;
    private readonly string _text;

    private OriginTrail(ImmutableArray<Step> steps, bool isKey, YamlNode target, string text) =>
        (_steps, _isKey, _target, _text) = (steps, isKey, target, text);

    /// <summary>The way to the key or value at a span.</summary>
    public static OriginTrail To(YamlMapping root, TextSpan span)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        YamlNode node = root;
        while (true)
        {
            if (node is YamlMapping mapping)
            {
                var entry = mapping.Entries.FirstOrDefault(e => e.Name is not null && (Holds(e.Key, span) || Holds(e.Value, span)));
                if (entry.Name is not { } name)
                    break;
                steps.Add(new Step(name, null, 0));
                if (Holds(entry.Key, span))
                    return new OriginTrail(steps.ToImmutable(), true, entry.Key, "");
                node = entry.Value;
            }
            else if (node is YamlSequence sequence)
            {
                int index = 0;
                while (index < sequence.Items.Length && !Holds(sequence.Items[index], span))
                    index++;
                if (index == sequence.Items.Length)
                    break;
                node = sequence.Items[index];
                steps.Add(new Step(null, NameOf(node), index));
            }
            else
            {
                break;
            }
        }
        string text =
            node is YamlScalar && span.Start >= node.Location.Span.Start
                ? root.Location.Source.Text[span.Start..Math.Min(span.End, node.Location.Span.End)]
                : "";
        return new OriginTrail(steps.ToImmutable(), false, node, text);
    }

    /// <summary>Goes the way in another text.</summary>
    /// <param name="root">The object there.</param>
    /// <returns>The place, or where the way ends; and whether it is the same place with the same value. Null where nothing of the way is there.</returns>
    public (Location? Place, bool IsExact) Follow(YamlMapping root)
    {
        YamlNode node = root;
        Location? last = null;
        for (int i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            if (step.Key is { } key)
            {
                if ((node as YamlMapping)?.Find(key) is not { } entry)
                    return (last, false);
                last = entry.Key.Location;
                if (_isKey && i == _steps.Length - 1)
                    return (last, true);
                node = entry.Value.Target;
            }
            else
            {
                var items = (node as YamlSequence)?.Items ?? [];
                var item = step.Name is { } name
                    ? items.FirstOrDefault(item => NameOf(item.Target) == name)
                    : items.ElementAtOrDefault(step.Index);
                if (item is null)
                    return (last, false);
                node = item.Target;
                last = (node as YamlMapping)?.Find("name")?.Value.Location ?? node.Location;
            }
        }
        if (node is not YamlScalar there)
            return (last, node.GetType() == _target.GetType());
        bool isSame = _target is YamlScalar rendered && rendered.Value == there.Value;
        int at = isSame && _text.Length > 0 ? there.Value.IndexOf(_text, StringComparison.Ordinal) : -1;
        return (at >= 0 ? there.LocationOf(at, _text.Length) : there.Location, isSame);
    }

    private static bool Holds(YamlNode node, TextSpan span) =>
        node.Location.Span.Start <= span.Start && span.Start < node.Location.Span.End && span.End <= node.Location.Span.End;

    private static string? NameOf(YamlNode node) => (node as YamlMapping)?.TextAt("name");
}
