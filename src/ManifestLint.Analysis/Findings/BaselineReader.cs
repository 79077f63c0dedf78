using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>Something in a baseline that cannot be meant.</summary>
/// <param name="Location">Where.</param>
/// <param name="Message">What, as one sentence without a full stop.</param>
public sealed record BaselineProblem(Location Location, string Message);

/// <summary>Reads a baseline: our own format, or a SARIF log that manifestlint wrote.</summary>
public sealed class BaselineReader
{
    /// <summary>What the format is called in the file.</summary>
    public const string Format = "manifestlint-baseline/1";

    private readonly ImmutableArray<BaselineEntry>.Builder _entries = ImmutableArray.CreateBuilder<BaselineEntry>();
    private readonly List<BaselineProblem> _problems = [];

    private BaselineReader() { }

    /// <summary>Reads a text; the baseline is to be used only if there is no problem.</summary>
    public static (Baseline Baseline, ImmutableArray<BaselineProblem> Problems) Read(SourceText source)
    {
        var reader = new BaselineReader();
        var document = YamlReader.Read(source).Documents.FirstOrDefault();
        if (document?.Error is { } error)
            reader.Problem(error.Location, error.Message);
        else if (document?.Root is not YamlMapping root)
            reader.Problem(
                new Location(source, new TextSpan(0, 0)),
                $"this is not a baseline: neither {Format} nor a SARIF log of manifestlint"
            );
        else if (root["runs"] is YamlSequence runs)
            reader.ReadLog(runs);
        else
            reader.ReadOwn(root);
        return (new Baseline(reader._entries.ToImmutable()), [.. reader._problems]);
    }

    private void ReadOwn(YamlMapping root)
    {
        if (root["format"] is not YamlScalar { Value: Format })
        {
            Problem(
                root.Find("format")?.Value.Location ?? Start(root),
                $"this is not a baseline: neither {Format} nor a SARIF log of manifestlint"
            );
            return;
        }
        if (root["findings"] is not YamlSequence findings)
        {
            Problem(root.Find("findings")?.Value.Location ?? Start(root), "a baseline has a list of findings");
            return;
        }
        foreach (var item in findings.Items)
        {
            if (item is not YamlMapping entry)
            {
                Problem(item.Location, "a finding of a baseline has fingerprint, rule, file and count");
                continue;
            }
            string? fingerprint = Text(entry, "fingerprint"),
                rule = Text(entry, "rule"),
                file = Text(entry, "file");
            bool isCount = int.TryParse(entry.TextAt("count"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0;
            if (!isCount)
                Problem(entry.Find("count")?.Value.Location ?? Start(entry), "a finding of a baseline has a count from 1 on");
            if (fingerprint is not null && rule is not null && file is not null && isCount)
                _entries.Add(new BaselineEntry(fingerprint, rule, file, count, entry.TextAt("object"), entry.TextAt("container")));
        }
    }

    private void ReadLog(YamlSequence runs)
    {
        foreach (var item in runs.Items)
        {
            if (item is not YamlMapping run || run.MappingAt("tool", "driver")?.TextAt("name") != "manifestlint")
            {
                Problem(Start(item), "this run of the SARIF log is not one of manifestlint");
                continue;
            }
            foreach (var result in (run["results"] as YamlSequence)?.Items.OfType<YamlMapping>() ?? [])
                ReadResult(result);
        }
    }

    private void ReadResult(YamlMapping result)
    {
        // What a comment or annotation silences is not accepted by the baseline, and what was gone then stays gone.
        if (result.TextAt("baselineState") == "absent")
            return;
        if (
            result["suppressions"] is YamlSequence suppressions
            && suppressions.Items.OfType<YamlMapping>().Any(s => s.TextAt("kind") == "inSource")
        )
            return;
        var place = (result["locations"] as YamlSequence)?.Items.FirstOrDefault() as YamlMapping;
        string? fingerprint = result.MappingAt("partialFingerprints")?.TextAt("manifestlint/v1"),
            rule = result.TextAt("ruleId");
        string? uri = place?.MappingAt("physicalLocation", "artifactLocation")?.TextAt("uri");
        if (fingerprint is null || rule is null || uri is null)
            Problem(Start(result), "this result has no fingerprint, rule or file");
        else
        {
            var others = (result.MappingAt("properties")?["alsoFingerprints"] as YamlSequence)?.Items.OfType<YamlScalar>() ?? [];
            foreach (string each in others.Select(o => o.Value).Prepend(fingerprint))
                _entries.Add(new BaselineEntry(each, rule, Uri.UnescapeDataString(uri), 1));
        }
    }

    private string? Text(YamlMapping entry, string key)
    {
        if (entry.TextAt(key) is { Length: > 0 } text)
            return text;
        Problem(entry.Find(key)?.Value.Location ?? Start(entry), $"a finding of a baseline has a {key}");
        return null;
    }

    private static Location Start(YamlNode node) =>
        node.Location with
        {
            Span = new TextSpan(node.Location.Span.Start, node.Location.Span.Start),
        };

    private void Problem(Location location, string message) => _problems.Add(new BaselineProblem(location, message));
}
