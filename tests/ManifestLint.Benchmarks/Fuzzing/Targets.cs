using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ManifestLint.Cluster;
using ManifestLint.Containers;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>Reads a text: every place is in it, inside that of the node around it.</summary>
internal sealed class ReaderTarget() : FuzzTarget("reader", 128 << 10, 1 << 10)
{
    public override IReadOnlyList<string> Seeds => FuzzSeeds.Manifests;

    public override IReadOnlyList<string> Words => FuzzSeeds.ManifestWords;

    public override FuzzLook Look(string input)
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        var output = new StringBuilder();
        string? failure = null;
        foreach (var document in YamlReader.Read(new SourceText("a.yaml", input)).Documents)
        {
            output.Append("---\n");
            Check(document.Span, new(0, input.Length));
            foreach (var comment in document.Comments)
                Check(comment.Location.Span, new(0, input.Length));
            if (document.Error is { } error)
            {
                kinds.Add(new string([.. error.Message.Where(c => !char.IsAsciiDigit(c)).Take(40)]));
                Check(error.Location.Span, new(0, input.Length));
                output.Append(CultureInfo.InvariantCulture, $"{error.Message} {error.Location.Span}\n");
            }
            if (document.Root is { } root)
                Walk(root, new(0, input.Length), "");
        }
        return new(string.Join(' ', kinds), output.ToString(), failure);

        void Check(TextSpan span, TextSpan around)
        {
            if (span.Start > span.End || span.Start < around.Start || span.End > around.End)
                failure ??= $"{span} is not in {around}";
        }

        void Walk(YamlNode node, TextSpan around, string under)
        {
            Check(node.Location.Span, around);
            string kind = node is YamlScalar { Style: var style } ? style.ToString() : node.GetType().Name;
            kind += (node.Anchor is null ? "" : "&") + (node.Tag is null ? "" : "!");
            kinds.Add(under + kind);
            output.Append(CultureInfo.InvariantCulture, $"{kind} {node.Location.Span} {(node as YamlScalar)?.Value}\n");
            // What an alias stands for has its place elsewhere.
            if (node is YamlMapping mapping)
            {
                foreach (var entry in mapping.Entries)
                {
                    Walk(entry.Key, node.Location.Span, "?");
                    Walk(entry.Value, node.Location.Span, ":");
                }
            }
            if (node is YamlSequence sequence)
            {
                foreach (var item in sequence.Items)
                    Walk(item, node.Location.Span, "-");
            }
        }
    }
}

/// <summary>Follows a script on all its ways.</summary>
internal sealed class ShellTarget() : FuzzTarget("shell", 16L << 20, 8 << 10)
{
    private static readonly ProgramEnvironment Environment = ProgramEnvironmentOf(("JAVA_OPTS", "-Xmx1g"), ("A", "a b*"));

    public override IReadOnlyList<string> Seeds => FuzzSeeds.Scripts;

    public override IReadOnlyList<string> Words => FuzzSeeds.ShellWords;

    public override FuzzLook Look(string input)
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        var output = new StringBuilder();
        Walk(ContainerProcesses.Start([Word.Of("sh"), Word.Of("-c"), Word.Of(input), Word.Of("sh"), Word.Of("one")], Environment), "");
        return new(string.Join(' ', kinds), output.ToString(), null);

        void Walk(ProcessPlan plan, string under)
        {
            string kind = plan.GetType().Name;
            output.Append(kind);
            switch (plan)
            {
                case ProcessPlan.Run run:
                    kind += run.Process.Arguments.Any(w => !w.IsKnown) ? "?" : "";
                    foreach (var word in run.Process.Arguments)
                        output.Append(' ').Append(word);
                    break;
                case ProcessPlan.Unknown unknown:
                    kind += unknown.Reason;
                    break;
                case ProcessPlan.Fails fails:
                    kind += fails.Failure;
                    break;
                default:
                    break;
            }
            kinds.Add(under + kind);
            output.Append('\n');
            var inner = plan switch
            {
                ProcessPlan.Sequence sequence => sequence.Steps,
                ProcessPlan.SideBySide beside => beside.Branches,
                ProcessPlan.OneOf choice => choice.Alternatives,
                _ => [],
            };
            foreach (var step in inner)
                Walk(step, plan.GetType().Name + ">");
        }
    }

    private static ProgramEnvironment ProgramEnvironmentOf(params (string Name, string Value)[] variables) =>
        new(
            System.Collections.Immutable.ImmutableDictionary.CreateRange(
                variables.Select(v => KeyValuePair.Create(v.Name, Word.Of(v.Value)))
            )
        );
}

/// <summary>Scans a whole file: places and edits are in it, and nothing throws.</summary>
internal class FileTarget(string name = "files", long bytesAtOnce = 8L << 20, long bytesPerCharacter = 8 << 10)
    : FuzzTarget(name, bytesAtOnce, bytesPerCharacter)
{
    public override IReadOnlyList<string> Seeds => FuzzSeeds.Manifests;

    public override IReadOnlyList<string> Words => FuzzSeeds.ManifestWords;

    public override FuzzLook Look(string input)
    {
        var result = Linter.Lint(
            new LintRequest
            {
                Sources = [new LintSource("a.yaml", "/fuzz/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", input), null))],
                Jobs = 1,
                Today = new DateOnly(2026, 1, 1),
            }
        );
        using var output = new MemoryStream();
        JsonReporter.Write(result, new Assumptions(), "0", output);
        var shown = result
            .All.Select(f => $"{f.RuleId}{f.Severity}{(f.Fix is null ? "" : "+")}{Shape(f.Statement.ToString())}")
            .Concat(result.Skipped.Select(s => s.Kind.ToString()));
        return new(
            string.Join(' ', shown.Distinct().Order(StringComparer.Ordinal)),
            Encoding.UTF8.GetString(output.ToArray()),
            Failure(result, input)
        );
    }

    private static string? Failure(LintResult result, string input)
    {
        foreach (var crash in result.Crashes)
            return $"{crash.RuleId}: {crash.Exception}";
        foreach (var finding in result.All)
        {
            foreach (var place in finding.Related.Select(r => r.Place).Prepend(finding.Place))
            {
                if (!IsIn(place.Place.Span, input))
                    return $"{finding.RuleId}: {place.Place.Span} is not in the text";
            }
            int end = 0;
            foreach (var edit in finding.Fix?.Edits.OrderBy(e => e.Place.Span.Start) ?? Enumerable.Empty<ReportedEdit>())
            {
                if (!IsIn(edit.Place.Span, input) || edit.Place.Span.Start < end)
                    return $"{finding.RuleId}: the edit of {edit.Place.Span} is not in the text, or in another edit";
                end = edit.Place.Span.End;
            }
        }
        return null;
    }

    // A message without what comes from the input: its first plain words.
    private static string Shape(string message) =>
        string.Join(' ', message.Split(' ').Where(w => w.Length > 0 && w.All(char.IsAsciiLetterLower)).Take(6));

    private static bool IsIn(TextSpan span, string text) => span.Start >= 0 && span.Start <= span.End && span.End <= text.Length;
}

/// <summary>The options of a JVM in a container.</summary>
internal sealed class JvmTarget() : FileTarget("jvm")
{
    private static readonly string[] Images = ["eclipse-temurin:8", "eclipse-temurin:17", "eclipse-temurin:25", "example.com/app:1"];

    public override IReadOnlyList<string> Seeds => FuzzSeeds.JvmOptions;

    public override IReadOnlyList<string> Words => FuzzSeeds.JvmWords;

    public override FuzzLook Look(string input) =>
        base.Look(
            $$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
              - name: app
                image: {{{Images[input.Length % Images.Length]}}}
                command: [java]
                args: [-jar, a.jar]
                env: [{name: JAVA_TOOL_OPTIONS, value: {{{JsonSerializer.Serialize(input)}}}}]
                resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}

            """
        );
}
