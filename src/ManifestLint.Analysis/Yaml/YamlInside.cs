using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>Reads the YAML that a text in YAML holds, such as a patch written in a kustomization: its nodes stand where they are written.</summary>
public static class YamlInside
{
    /// <summary>The documents in a scalar. Spans of documents count in the scalar's value, places of nodes and comments in the text around it.</summary>
    public static YamlFile Read(YamlScalar scalar)
    {
        var file = YamlReader.ReadYaml(new SourceText(scalar.Location.Source.Path, scalar.Value));
        var outside = new Outside(scalar);
        return new YamlFile(scalar.Location.Source, [.. file.Documents.Select(outside.Document)]);
    }

    private sealed class Outside(YamlScalar scalar)
    {
        private readonly ImmutableArray<TextSpan>? _places = YamlScalarMap.PlacesOf(scalar);

        // What aliases stand for stays one node.
        private readonly Dictionary<YamlNode, YamlNode> _moved = [];

        public YamlDocument Document(YamlDocument document) =>
            document with
            {
                Root = document.Root is null ? null : Node(document.Root),
                Error = document.Error is { } error ? error with { Location = Place(error.Location) } : null,
                Comments = [.. document.Comments.Select(c => c with { Location = Place(c.Location) })],
            };

        private YamlNode Node(YamlNode node)
        {
            if (_moved.TryGetValue(node, out var known))
                return known;
            YamlNode moved = node switch
            {
                YamlMapping m => new YamlMapping(
                    Place(m.Location),
                    [.. m.Entries.Select(e => new YamlEntry(Node(e.Key), Node(e.Value)))],
                    m.IsFlow,
                    m.Anchor,
                    m.Tag
                ),
                YamlSequence s => new YamlSequence(Place(s.Location), [.. s.Items.Select(Node)], s.IsFlow, s.Anchor, s.Tag),
                YamlAlias a => new YamlAlias(Place(a.Location), a.Name, Node(a.Target)),
                YamlScalar s => new YamlScalar(Place(s.Location), s.Value, s.Style, s.Anchor, s.Tag),
                _ => node,
            };
            if (node.Anchor is not null)
                _moved[node] = moved;
            return moved;
        }

        private Location Place(Location inside)
        {
            var whole = scalar.Location;
            var span = inside.Span;
            if (_places is not { } places || places.Length == 0)
                return whole;
            int start = span.Start < places.Length ? places[span.Start].Start : places[^1].End;
            int end = span.Length == 0 ? start : places[Math.Min(span.End, places.Length) - 1].End;
            return whole with { Span = new TextSpan(whole.Span.Start + start, whole.Span.Start + Math.Max(start, end)) };
        }
    }
}
