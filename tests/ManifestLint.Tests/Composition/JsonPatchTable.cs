using System.Collections.Immutable;
using ManifestLint.Composition;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Composition;

/// <summary>JSON patches of one operation and what kubectl makes of them.</summary>
internal static class JsonPatchTable
{
    /// <summary>The object that they patch.</summary>
    public const string Widget = """
        apiVersion: example.com/v1
        kind: Widget
        metadata: {name: w}
        spec:
          a: {x: 1}
          nil: null
          s: text
          l: [p, q, r]
          e: []
          o: [{name: u}, {name: v}]

        """;

    private const string Refused = "refused";

    /// <summary>The operation, and the spec in JSON or <c>refused</c>.</summary>
    public static ImmutableArray<(string Operation, string Answer)> Rows { get; } =
    [
        .. File.ReadAllLines(Path.Combine(VectorFiles.RepositoryRoot(), "tests", "ManifestLint.Tests", "Composition", "json-patches.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(" => "))
            .Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>The kustomization that makes a patch of an operation.</summary>
    public static string Kustomization(string operation) =>
        $"resources: [b.yaml]\npatches:\n- target: {{kind: Widget}}\n  patch: |-\n    [{operation}]\n";

    /// <summary>What a build says, as the table writes it.</summary>
    /// <param name="built">The object; null where it is refused.</param>
    public static string Answer(YamlMapping? built) => built?.Find("spec") is { } spec ? CanonicalJson.Of(spec.Value) : Refused;

    /// <summary>What is composed in the process.</summary>
    public static string Composed(string operation)
    {
        var composed = new Composer(
            new CompositionFiles(
                path =>
                    path switch
                    {
                        "/k/kustomization.yaml" => new(new SourceText(path, Kustomization(operation)), null, null),
                        "/k/b.yaml" => new(new SourceText(path, Widget), null, null),
                        _ => new(null, null, "it does not exist"),
                    },
                path => path == "/k"
            )
        ).Compose("/k");
        return Answer(composed.Objects.FirstOrDefault()?.Root);
    }
}
