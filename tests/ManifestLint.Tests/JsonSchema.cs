using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ManifestLint.Tests;

/// <summary>Checks JSON against a schema of the folder <c>schemas</c> (draft 2020-12).</summary>
internal sealed class JsonSchema
{
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> Loaded = new(StringComparer.Ordinal);
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    private readonly Json.Schema.JsonSchema _schema;

    private JsonSchema(string text)
    {
        using var document = JsonDocument.Parse(text);
        Assert.Empty(Problems(MetaSchemas.Draft202012.Evaluate(document.RootElement, Options)));
        AssertKnown(text);
        // A registry of its own: the address of a schema names it but once in the one that all share.
        _schema = Json.Schema.JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }

    /// <summary>A schema of the folder <c>schemas</c>; fails the test if it is none, or uses a keyword that does not exist.</summary>
    public static JsonSchema Load(string name) =>
        Loaded.GetOrAdd(name, n => new(() => new(File.ReadAllText(Path.Combine(VectorFiles.RepositoryRoot(), "schemas", n))))).Value;

    /// <summary>A schema given as text.</summary>
    public static JsonSchema Parse(string text) => new(text);

    /// <summary>What is wrong, each with a JSON pointer; empty if nothing is.</summary>
    public IReadOnlyList<string> Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Check(document.RootElement);
    }

    /// <inheritdoc cref="Check(string)"/>
    public IReadOnlyList<string> Check(JsonElement value) => Problems(_schema.Evaluate(value, Options));

    private static IReadOnlyList<string> Problems(EvaluationResults results) =>
        results.IsValid
            ? []
            :
            [
                .. (results.Details ?? [])
                    .Prepend(results)
                    .SelectMany(d => (d.Errors ?? new Dictionary<string, string>()).Select(e => $"{d.InstanceLocation}: {e.Value}"))
                    .DefaultIfEmpty("it does not fit"),
            ];

    // A misspelt keyword would be a promise that nobody checks. Draft 2020-12 allows any; the dialect after it, which has the same, does not.
    private static void AssertKnown(string text)
    {
        var schema = JsonNode.Parse(text)!.AsObject();
        schema.Remove("$schema");
        _ = Json.Schema.JsonSchema.FromText(
            schema.ToJsonString(),
            new BuildOptions { Dialect = Dialect.V1, SchemaRegistry = new SchemaRegistry() }
        );
    }
}
