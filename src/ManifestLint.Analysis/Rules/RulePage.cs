using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Tables;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>A page of <c>rules/</c>: metadata and manual. Embedded in the program; read only when asked for.</summary>
public sealed record RulePage
{
    /// <summary><c>ML1001</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>memory-limit-missing</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A few words.</summary>
    public required string Title { get; init; }

    /// <summary>The severity unless configuration or the finding says otherwise; Off for one that must be enabled.</summary>
    public required Severity Severity { get; init; }

    /// <summary><c>input</c>, <c>amounts</c>, <c>qos</c>, …</summary>
    public required string Category { get; init; }

    /// <summary><c>none</c>, <c>safe</c> or <c>unsafe</c>.</summary>
    public required string Fix { get; init; }

    /// <summary>True if an example of it says what to write where no edit can be made.</summary>
    public bool SaysWhatToWrite => Body.Contains("\n  = write: ", StringComparison.Ordinal);

    /// <summary>The version that brought it.</summary>
    public required string Since { get; init; }

    /// <summary>Ids whose findings of the same container this one makes superfluous.</summary>
    public ImmutableArray<string> Supersedes { get; init; } = [];

    /// <summary>Ids whose findings anywhere in the same pod this one makes superfluous.</summary>
    public ImmutableArray<string> SupersedesInPod { get; init; } = [];

    /// <summary>
    /// Ids whose findings of the same amounts only show what this one is the cause of: superseded, too, and where one of them is an error
    /// this becomes one.
    /// </summary>
    public ImmutableArray<string> Symptoms { get; init; } = [];

    /// <summary>Every id that it supersedes, once.</summary>
    public IEnumerable<string> AllSuperseded => Supersedes.Concat(SupersedesInPod).Concat(Symptoms).Distinct();

    /// <summary>The manual in Markdown, front matter excluded.</summary>
    public string Body => Text[Manual..].Trim('\n') + "\n";

    // The whole page, and where the manual starts: of most nobody reads more than its head.
    private string Text { get; init; } = "";
    private int Manual { get; init; }

    /// <summary>Reads an embedded page.</summary>
    /// <param name="resource">Its resource name: <c>rules/ML1001-memory-limit-missing.md</c>.</param>
    public static RulePage Load(string resource) => Parse(resource, EmbeddedText.Read(resource));

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">The page is no page: a mistake of ours that a test finds.</exception>
    public static RulePage Parse(string path, string text)
    {
        int end = text.StartsWith("---\n", StringComparison.Ordinal) ? text.IndexOf("\n---\n", 4, StringComparison.Ordinal) : -1;
        if (end < 0)
            throw new FormatException($"{path}: a page starts with front matter between two lines ---");
        var file = YamlReader.ReadYaml(new SourceText(path, text[4..(end + 1)]));
        if (file.Documents is not [{ Root: YamlMapping root }])
            throw new FormatException($"{path}: the front matter does not parse");
        return new RulePage
        {
            Id = Required("id"),
            Name = Required("name"),
            Title = Required("title"),
            Severity = Required("severity") switch
            {
                "error" => Severity.Error,
                "warning" => Severity.Warning,
                "note" => Severity.Note,
                "off" => Severity.Off,
                var other => throw new FormatException($"{path}: unknown severity {other}"),
            },
            Category = Required("category"),
            Fix = Required("fix"),
            Since = Required("since"),
            Supersedes = Ids("supersedes"),
            SupersedesInPod = Ids("supersedesInPod"),
            Symptoms = Ids("symptoms"),
            Text = text,
            Manual = end + 5,
        };

        string Required(string key) => root.TextAt(key) ?? throw new FormatException($"{path}: the front matter lacks {key}");
        ImmutableArray<string> Ids(string key) =>
            root[key] is YamlSequence ids
                ?
                [
                    .. ids.Items.Select(id =>
                        id is YamlScalar one ? one.Value : throw new FormatException($"{path}: {key} holds more than ids")
                    ),
                ]
                : [];
    }
}
